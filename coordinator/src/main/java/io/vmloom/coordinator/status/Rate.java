package io.vmloom.coordinator.status;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** Bytes per second over the last few seconds. Not thread-safe. */
public final class Rate {
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(5);

    private record Sample(long nanos, long bytes) {}

    private final Deque<Sample> samples = new ArrayDeque<>();
    private long sum;

    public void add(long bytes, long nanos) {
        forget(nanos);
        samples.addLast(new Sample(nanos, bytes));
        sum += bytes;
    }

    public long bytesPerSecond(long nanos) {
        forget(nanos);
        if (samples.isEmpty()) {
            return 0;
        }
        long span = Math.max(
                TimeUnit.MILLISECONDS.toNanos(200), nanos - samples.getFirst().nanos());
        return (long) (sum / (span / 1e9));
    }

    private void forget(long nanos) {
        while (!samples.isEmpty() && nanos - samples.getFirst().nanos() > WINDOW_NANOS) {
            sum -= samples.removeFirst().bytes();
        }
    }
}
