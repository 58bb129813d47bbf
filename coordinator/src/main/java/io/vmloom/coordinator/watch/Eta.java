package io.vmloom.coordinator.watch;

import java.util.List;
import java.util.Optional;

/**
 * When the data that is left will be done: between the two if the rate goes on to vary as it did lately.
 *
 * @param leastSeconds at the mean rate and one standard deviation more
 * @param mostSeconds at the mean rate and one standard deviation less
 */
public record Eta(long leastSeconds, long mostSeconds) {
    /** Periods that are looked back. */
    private static final int LATELY = 12;

    /** With fewer nobody can say how the rate varies. */
    private static final int FEWEST = 3;

    /** No rate is taken to fall below this part of the mean, or the end would be told to be never. */
    private static final double SLOWEST = 0.2;

    /**
     * Empty while too little is known.
     *
     * @param times of what went through, if any of it is known: tasks under way count for nothing yet, so that the last
     *     periods seem slower than they are
     */
    public static Optional<Eta> of(long leftBytes, History.View history, Optional<TaskTimes.Quantiles> times) {
        double lagSeconds = times.map(TaskTimes.Quantiles::median).orElse(0.0);
        int untold = 1 + (int) (lagSeconds / history.periodSeconds());
        List<Amounts> over =
                history.samples().subList(0, Math.max(0, history.samples().size() - untold));
        int first = 0;
        while (first < over.size() && over.get(first).data() == 0) {
            first++; // before the first data there was no rate
        }
        List<Amounts> lately = over.subList(Math.max(first, over.size() - LATELY), over.size());
        double mean = lately.stream().mapToLong(Amounts::data).average().orElse(0) / history.periodSeconds();
        if (lately.size() < FEWEST || mean == 0) {
            return Optional.empty();
        }
        double variance = lately.stream()
                .mapToDouble(sample -> Math.pow(sample.data() / history.periodSeconds() - mean, 2))
                .average()
                .orElse(0);
        double deviation = Math.sqrt(variance);
        return Optional.of(new Eta((long) (leftBytes / (mean + deviation)), (long)
                Math.ceil(leftBytes / Math.max(mean - deviation, SLOWEST * mean))));
    }
}
