package io.vmloom.coordinator.dispatch;

import java.time.Duration;

/**
 * How patient the coordinator is.
 *
 * @param window how many tasks of one item may be out at once: its credit
 * @param attempts how often one piece of work is tried before the item fails
 * @param deadline after which a silent task is given out again
 * @param backoff wait before a failed task is given out again, doubled for each further attempt
 */
public record DispatchPolicy(int window, int attempts, Duration deadline, Duration backoff) {
    public static final DispatchPolicy DEFAULT =
            new DispatchPolicy(64, 5, Duration.ofMinutes(5), Duration.ofMillis(200));

    public DispatchPolicy {
        if (window < 1 || attempts < 1 || deadline.isNegative() || backoff.isNegative()) {
            throw new IllegalArgumentException("dispatch policy must be positive, got: window " + window + ", attempts "
                    + attempts + ", deadline " + deadline + ", backoff " + backoff);
        }
    }

    public DispatchPolicy withWindow(int newWindow) {
        return new DispatchPolicy(newWindow, attempts, deadline, backoff);
    }

    Duration backoffBefore(int attempt) {
        return backoff.multipliedBy(1L << Math.min(attempt - 2, 10));
    }
}
