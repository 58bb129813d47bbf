package io.vmloom.error;

/** What is asked for does not go with what there is already; whoever asked has to look at that first. */
public final class ConflictException extends ConversionException {
    private static final long serialVersionUID = 1L;

    public ConflictException(String message) {
        super(ErrorCode.CONFLICT, message, null);
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
