package io.vmloom.coordinator.watch;

import java.util.Arrays;
import java.util.Optional;

/** How long tasks took: the last ones only. Not thread-safe. */
public final class TaskTimes {
    private static final int MOST = 1000;

    /** A task is slow that runs several times as long as others did, but none is that ran for a moment only. */
    private static final int SLOW_TIMES = 3;

    private static final double LEAST_SLOW_SECONDS = 5;

    private final float[] seconds = new float[MOST];
    private long count;

    /** By how many seconds so many parts of the tasks were done. */
    public record Quantiles(long count, double least, double p25, double median, double p75, double p95, double most) {
        /** From when on a task takes far longer than others. */
        public double slowAfterSeconds() {
            return Math.max(LEAST_SLOW_SECONDS, SLOW_TIMES * median);
        }
    }

    void add(double took) {
        seconds[(int) (count % MOST)] = (float) took;
        count++;
    }

    Optional<Quantiles> quantiles() {
        if (count == 0) {
            return Optional.empty();
        }
        float[] sorted = Arrays.copyOf(seconds, (int) Math.min(count, MOST));
        Arrays.sort(sorted);
        return Optional.of(new Quantiles(
                count,
                at(sorted, 0),
                at(sorted, 0.25),
                at(sorted, 0.5),
                at(sorted, 0.75),
                at(sorted, 0.95),
                at(sorted, 1)));
    }

    private static double at(float[] sorted, double part) {
        return sorted[(int) Math.round(part * (sorted.length - 1))];
    }
}
