package io.vmloom.error;

/** A wrong argument, option or manifest; nothing was started. */
public final class RequestException extends ConversionException {
    private static final long serialVersionUID = 1L;

    public RequestException(String message) {
        super(ErrorCode.REQUEST_INVALID, message, null);
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
