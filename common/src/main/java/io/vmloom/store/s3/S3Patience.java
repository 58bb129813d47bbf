package io.vmloom.store.s3;

import java.time.Duration;

/**
 * How long the adapter waits and how often it tries.
 *
 * @param connect time to open a connection
 * @param silence time without a byte from the server before an attempt counts as failed
 * @param completion the same for completing uploads and copying parts, which servers may work on for long
 * @param attempts tries per call, the first one included; pauses between them grow and are random
 */
public record S3Patience(Duration connect, Duration silence, Duration completion, int attempts) {
    /** Copying an object of terabytes together takes some servers an hour. */
    public static final S3Patience DEFAULT =
            new S3Patience(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofHours(2), 5);

    /** Pauses between attempts double from the first to the longest; each is cut by chance, to a half of it at most. */
    static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** A connection slower than this is given up. */
    private static final long LEAST_BYTES_PER_SECOND = 1 << 18;

    public S3Patience {
        if (!positive(connect) || !positive(silence) || !positive(completion)) {
            throw new IllegalArgumentException(
                    "waiting times must be positive, got: " + connect + ", " + silence + ", " + completion);
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1, got: " + attempts);
        }
    }

    /** As patient as usual, but with so many attempts that calls outlast a server's absence of this length. */
    public static S3Patience outlasting(Duration absence) {
        Duration least = Duration.ZERO;
        int attempts = 1;
        for (Duration pause = FIRST_PAUSE; least.compareTo(absence) < 0; attempts++) {
            least = least.plus(pause.dividedBy(2));
            pause = pause.compareTo(LONGEST_PAUSE.dividedBy(2)) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
        return new S3Patience(
                DEFAULT.connect, DEFAULT.silence, DEFAULT.completion, Math.max(attempts, DEFAULT.attempts));
    }

    /** The longest that one attempt to move this many bytes may take; catches servers that stop reading. */
    Duration attempt(long bytes) {
        return silence.multipliedBy(2).plusSeconds(bytes / LEAST_BYTES_PER_SECOND);
    }

    private static boolean positive(Duration duration) {
        return !duration.isZero() && !duration.isNegative();
    }
}
