package io.vmloom.cli.report;

import io.vmloom.error.ErrorCode;

/** The exit codes of every command; scripts rely on them. */
public enum ExitCode {
    DONE(0),
    /** Failed, or the images differ. */
    FAILED(1),
    USAGE(2),
    /** An image was refused: corrupt, unsupported or unsafe. */
    REFUSED(3),
    /** Something is not reachable, not there, or not allowed. */
    UNREACHABLE(4),
    /** There is a target, and zeros in it for what the damaged source did not give. */
    LOSSES(5),
    /** Ctrl-C. */
    INTERRUPTED(130),
    /** SIGTERM; the JVM's own answer to it, when what was begun is removed. */
    TERMINATED(143);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public static ExitCode of(ErrorCode code) {
        return switch (code) {
            case IMAGE_INVALID, IMAGE_UNSUPPORTED, IMAGE_UNSAFE, IMAGE_LOCKED, FORMAT_MISMATCH -> REFUSED;
            case NOT_FOUND, ACCESS_DENIED, STORE_UNAVAILABLE -> UNREACHABLE;
            case REQUEST_INVALID, CONFLICT -> USAGE;
            case CANCELLED -> INTERRUPTED;
            case SOURCE_CHANGED,
                    TARGET_EXISTS,
                    TARGET_TOO_LARGE,
                    LAYER_MISMATCH,
                    DISK_MISSING,
                    DIGEST_MISMATCH,
                    DEADLINE_PASSED,
                    GIVEN_UP,
                    FENCED,
                    INTERNAL -> FAILED;
        };
    }
}
