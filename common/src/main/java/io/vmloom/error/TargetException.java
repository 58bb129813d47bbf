package io.vmloom.error;

/** The target can not be made, must not be replaced, or does not hold what it should. */
public final class TargetException extends ConversionException {
    private static final long serialVersionUID = 1L;

    private TargetException(ErrorCode code, String message) {
        super(code, message, null);
    }

    public static TargetException exists(String target, String advice) {
        return new TargetException(ErrorCode.TARGET_EXISTS, target + " already exists; " + advice);
    }

    public static TargetException tooLarge(String target, String reason, String advice) {
        return new TargetException(ErrorCode.TARGET_TOO_LARGE, target + ": " + reason + "; " + advice);
    }

    /** The target is to hold the changes to another disk, and the source has none to that one. */
    public static TargetException layerMismatch(String target, String reason, String advice) {
        return new TargetException(ErrorCode.LAYER_MISMATCH, target + ": " + reason + "; " + advice);
    }

    /** What is to be made of several disks lacks one. */
    public static TargetException diskMissing(String target, String reason, String advice) {
        return new TargetException(ErrorCode.DISK_MISSING, target + ": " + reason + "; " + advice);
    }

    public static TargetException digestMismatch(String target, String expected, String actual) {
        return new TargetException(
                ErrorCode.DIGEST_MISMATCH,
                target + ": guest content differs: expected " + expected + ", read back " + actual
                        + "; the target was not published, please report this");
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
