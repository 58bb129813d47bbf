package io.vmloom.loadtest.micro;

import io.vmloom.error.InternalException;
import java.lang.reflect.Method;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/**
 * A loop as it was measured.
 *
 * @param name {@code Class.method}
 * @param amount what one call works on, in the unit
 * @param meanNanos of a call
 * @param errorNanos half the confidence interval of the mean, at 99.9 %; not a number when there was one call
 * @param fastNanos what a tenth of the calls did not exceed, which other programs on the machine hardly change
 */
record Loop(String name, int amount, String unit, Yardstick by, double meanNanos, double errorNanos, double fastNanos) {
    static final String BYTES = "bytes";

    private static final double CONFIDENCE = 0.999;
    private static final int FAST_PERCENT = 10;
    private static final double NANOS = 1e9;

    static Loop of(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        int dot = benchmark.lastIndexOf('.');
        Statistics times = result.getPrimaryResult().getStatistics();
        Measured measured = measured(benchmark);
        return new Loop(
                benchmark.substring(benchmark.lastIndexOf('.', dot - 1) + 1),
                measured.amount(),
                measured.unit(),
                measured.by(),
                times.getMean(),
                times.getMeanErrorAt(CONFIDENCE),
                times.getPercentile(FAST_PERCENT));
    }

    double perSecond() {
        return amount * NANOS / meanNanos;
    }

    double errorPercent() {
        return 100 * errorNanos / meanNanos;
    }

    /** Such as {@code 812 MB/s} or {@code 24.1 M entries/s}. */
    String speed() {
        if (unit.equals(BYTES)) {
            return String.format(Locale.ROOT, "%.0f MB/s", perSecond() / 1e6);
        }
        return perSecond() < 1e6
                ? String.format(Locale.ROOT, "%.0f %s/s", perSecond(), unit)
                : String.format(Locale.ROOT, "%.1f M %s/s", perSecond() / 1e6, unit);
    }

    /** @param benchmark its name as JMH has it, with the package */
    static Measured measured(String benchmark) {
        int dot = benchmark.lastIndexOf('.');
        try {
            Method method = Class.forName(benchmark.substring(0, dot)).getMethod(benchmark.substring(dot + 1));
            Measured measured = method.getAnnotation(Measured.class);
            if (measured == null) {
                throw new InternalException(method + " does not say what is measured", null);
            }
            return measured;
        } catch (ReflectiveOperationException e) {
            throw new InternalException("there is no loop " + benchmark, e);
        }
    }
}
