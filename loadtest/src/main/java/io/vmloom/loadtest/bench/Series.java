package io.vmloom.loadtest.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** What several runs of the same took. */
record Series(double min, double median, double max) {
    static Series of(Collection<Sample> samples, ToDoubleFunction<Sample> value) {
        double[] sorted = samples.stream().mapToDouble(value).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("a series must have a sample, got none");
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Series(sorted[0], median, Arrays.stream(sorted).max().orElseThrow());
    }
}
