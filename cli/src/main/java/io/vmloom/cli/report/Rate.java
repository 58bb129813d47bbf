package io.vmloom.cli.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** Bytes per second over the last few seconds. Not thread-safe. */
final class Rate {
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(5);

    private record Sample(long nanos, long bytes) {}

    private final Deque<Sample> samples = new ArrayDeque<>();
    private long sum;

    void add(long bytes, long nanos) {
        samples.addLast(new Sample(nanos, bytes));
        sum += bytes;
    }

    long bytesPerSecond(long nanos) {
        while (!samples.isEmpty() && nanos - samples.getFirst().nanos() > WINDOW_NANOS) {
            sum -= samples.removeFirst().bytes();
        }
        if (samples.isEmpty()) {
            return 0;
        }
        long span = Math.max(
                TimeUnit.MILLISECONDS.toNanos(200), nanos - samples.getFirst().nanos());
        return (long) (sum / (span / 1e9));
    }
}
