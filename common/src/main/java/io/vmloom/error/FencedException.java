package io.vmloom.error;

import org.jspecify.annotations.Nullable;

/** Somebody else may have taken over this work: whoever meets this stops at once, and touches nothing any more. */
public final class FencedException extends ConversionException {
    private static final long serialVersionUID = 1L;

    public FencedException(String what, String reason, @Nullable Throwable cause) {
        super(
                ErrorCode.FENCED,
                what + " may belong to another coordinator by now (" + reason
                        + "); this one goes no further, start it again if it is to continue",
                cause);
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
