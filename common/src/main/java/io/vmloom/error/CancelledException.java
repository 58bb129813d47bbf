package io.vmloom.error;

/** The work was stopped before its end; partial targets are removed. */
public final class CancelledException extends ConversionException {
    private static final long serialVersionUID = 1L;

    /** Somebody asked for it. */
    public CancelledException(String what) {
        this(ErrorCode.CANCELLED, what + " was cancelled");
    }

    public CancelledException(ErrorCode code, String message) {
        super(code, message, null);
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
