package io.vmloom.error;

import org.jspecify.annotations.Nullable;

/** A store or broker refused or failed. */
public final class StoreException extends ConversionException {
    private static final long serialVersionUID = 1L;

    private StoreException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(code, message, cause);
    }

    public static StoreException notFound(String what) {
        return new StoreException(ErrorCode.NOT_FOUND, what + " does not exist; check the name", null);
    }

    public static StoreException accessDenied(String what, String reason, @Nullable Throwable cause) {
        return new StoreException(
                ErrorCode.ACCESS_DENIED,
                what + ": access denied (" + reason + "); check credentials and permissions",
                cause);
    }

    /** The only retryable failure: throttling, time-outs, broken connections, server errors. */
    public static StoreException unavailable(String what, String reason, @Nullable Throwable cause) {
        return new StoreException(ErrorCode.STORE_UNAVAILABLE, what + ": " + reason, cause);
    }

    public static StoreException sourceChanged(String what, String reason) {
        return new StoreException(
                ErrorCode.SOURCE_CHANGED,
                what + " changed while it was being read (" + reason + "); stop whatever writes to it and start again",
                null);
    }

    @Override
    public boolean retryable() {
        return code() == ErrorCode.STORE_UNAVAILABLE;
    }
}
