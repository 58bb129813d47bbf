package io.vmloom.error;

import org.jspecify.annotations.Nullable;

/** Everything that can end a conversion. The message is complete for a person: what, where, why, and what to do. */
public abstract sealed class ConversionException extends RuntimeException
        permits ImageException,
                StoreException,
                TargetException,
                RequestException,
                ConflictException,
                CancelledException,
                FencedException,
                RemoteException,
                InternalException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    protected ConversionException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    /** Whether the same work may succeed when it is tried again without anybody changing anything. */
    public abstract boolean retryable();
}
