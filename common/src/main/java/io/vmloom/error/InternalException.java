package io.vmloom.error;

import org.jspecify.annotations.Nullable;

/** A fault of vmloom itself. */
public final class InternalException extends ConversionException {
    private static final long serialVersionUID = 1L;

    public InternalException(String message, @Nullable Throwable cause) {
        super(ErrorCode.INTERNAL, message + "; this is a fault in vmloom, please report it", cause);
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
