package io.vmloom.coordinator.terms;

import java.time.Duration;

/**
 * How patiently a batch is done.
 *
 * @param rangeAttempts how often one range is tried before its item fails
 * @param itemAttempts how often an item is tried that failed for a reason that may pass
 * @param backoff wait before the second attempt, doubled for each further one
 * @param longestBackoff up to this
 */
public record RetryTerms(int rangeAttempts, int itemAttempts, Duration backoff, Duration longestBackoff) {
    public static final RetryTerms DEFAULT = new RetryTerms(5, 1, Duration.ofMillis(200), Duration.ofSeconds(60));

    public RetryTerms {
        if (rangeAttempts < 1 || itemAttempts < 1) {
            throw new IllegalArgumentException(
                    "attempts must be positive, got: " + rangeAttempts + " for ranges, " + itemAttempts + " for items");
        }
        if (!backoff.isPositive() || longestBackoff.compareTo(backoff) < 0) {
            throw new IllegalArgumentException(
                    "backoff must be positive and not above the longest, got: " + backoff + ", " + longestBackoff);
        }
    }

    /** Items are tried once. */
    public static RetryTerms ofRanges(int attempts, Duration backoff) {
        return new RetryTerms(attempts, 1, backoff, DEFAULT.longestBackoff);
    }

    /** @param attempt the one that follows, from 2 */
    public Duration backoffBefore(int attempt) {
        Duration doubled = backoff.multipliedBy(1L << Math.clamp(attempt - 2, 0, 30));
        return doubled.compareTo(longestBackoff) > 0 ? longestBackoff : doubled;
    }
}
