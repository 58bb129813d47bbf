package io.vmloom.coordinator.dispatch;

import io.vmloom.coordinator.terms.RetryTerms;
import java.time.Duration;

/**
 * How patient the coordinator is.
 *
 * @param window how far the work of one item may run ahead of its first piece that is not done
 * @param deadline after which a silent task is given out again
 * @param retry how often, and how soon, what failed is tried again
 */
public record DispatchPolicy(int window, Duration deadline, RetryTerms retry) {
    public static final DispatchPolicy DEFAULT = new DispatchPolicy(64, Duration.ofMinutes(5), RetryTerms.DEFAULT);

    private static final long SLOWEST_BYTES_PER_SECOND = 16 << 20;

    public DispatchPolicy {
        if (window < 1 || deadline.isNegative()) {
            throw new IllegalArgumentException(
                    "dispatch policy must be positive, got: window " + window + ", deadline " + deadline);
        }
    }

    public DispatchPolicy withWindow(int newWindow) {
        return new DispatchPolicy(newWindow, deadline, retry);
    }

    public DispatchPolicy withRetry(RetryTerms terms) {
        return new DispatchPolicy(window, deadline, terms);
    }

    /** What reads much may take longer than what reads little, as one that is done in order by one worker does. */
    Duration deadline(long readBytes) {
        return deadline.plusSeconds(readBytes / SLOWEST_BYTES_PER_SECOND);
    }

    int attempts() {
        return retry.rangeAttempts();
    }

    Duration backoffBefore(int attempt) {
        return retry.backoffBefore(attempt);
    }
}
