package io.vmloom.error;

/** Somebody stopped the work; partial targets are removed. */
public final class CancelledException extends ConversionException {
    private static final long serialVersionUID = 1L;

    public CancelledException(String what) {
        super(ErrorCode.CANCELLED, what + " was cancelled", null);
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
