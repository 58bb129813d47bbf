package io.vmloom.error;

/** A failure that a worker reported; code, message and retryability are the worker's. */
public final class RemoteException extends ConversionException {
    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    public RemoteException(ErrorCode code, String message, boolean retryable) {
        super(code, message, null);
        this.retryable = retryable;
    }

    @Override
    public boolean retryable() {
        return retryable;
    }
}
