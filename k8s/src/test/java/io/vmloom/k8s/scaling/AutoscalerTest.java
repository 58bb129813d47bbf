package io.vmloom.k8s.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** The rules of the manifest, with a fleet that is reckoned: each slot ends a task in ten seconds. */
class AutoscalerTest {
    private static final int SLOTS = 2;
    private static final int LEAST_OUT = 16;
    private static final int OUT_PER_SLOT = 3;
    private static final int TASK_SECONDS = 10;

    /** A pod that is asked for works after so many looks. */
    private static final int LOOKS_TO_START = 2;

    private final ScalingRules rules = ScalingRules.ofManifest();
    private final Autoscaler scaler = new Autoscaler(rules, 0);
    private final List<Integer> curve = new ArrayList<>();
    private long now;

    @Test
    void aLargeBatchGetsTheWholeFleetWithinMinutesAndGivesItBack() {
        convert(100_000);

        assertThat(curve).contains(rules.most()).startsWith(0, 1).endsWith(0);
        assertThat((curve.indexOf(rules.most())) * rules.pollingInterval())
                .as("seconds until all are there: %s", curve)
                .isLessThan(300);
        assertThat(curve).allMatch(replicas -> replicas <= rules.most());
    }

    @Test
    void aSmallBatchGetsFewWorkersAndTheyGo() {
        convert(10);

        assertThat(curve).endsWith(0).allMatch(replicas -> replicas <= 4);
    }

    /** Else the last tasks would be interrupted, again and again. */
    @Test
    void nobodyGoesWhileAllThatIsLeftIsRunning() {
        reach(20);
        for (int look = 0; look < 60; look++) {
            look(OptionalDouble.of(20 * SLOTS * 1.5));
        }

        assertThat(scaler.replicas()).isEqualTo(20);
    }

    @Test
    void withoutMetricsAFleetStaysAsItIs() {
        reach(20);
        for (int look = 0; look < 100; look++) {
            look(OptionalDouble.empty());
        }
        assertThat(scaler.replicas()).isEqualTo(20);

        for (int look = 0; look < 100; look++) {
            look(OptionalDouble.of(0));
        }
        assertThat(scaler.replicas()).isZero();
    }

    @Test
    void withoutMetricsAnEmptyFleetGetsTheFewOfTheFallback() {
        for (int look = 0; look < rules.fallback().failures(); look++) {
            look(OptionalDouble.empty());
        }

        assertThat(scaler.replicas()).isEqualTo(rules.fallback().replicas());
    }

    @Test
    void aCoordinatorThatIsReplacedCostsNoWorker() {
        reach(20);
        for (int look = 0; look < 8; look++) {
            look(OptionalDouble.of(30)); // half of it is nobody's for two minutes
        }
        assertThat(scaler.replicas()).isEqualTo(20);
    }

    @Test
    void aFleetShrinksByAQuarterEachMinuteAtMost() {
        reach(100);
        int before = scaler.replicas();
        for (int look = 0; look < 600 / rules.pollingInterval(); look++) {
            look(OptionalDouble.of(3));
        }

        for (int look = 4; look < curve.size(); look++) {
            int minuteAgo = curve.get(look - 4);
            assertThat(curve.get(look)).isGreaterThanOrEqualTo(Math.min(minuteAgo * 3 / 4, minuteAgo - 2));
        }
        assertThat(scaler.replicas()).isLessThan(before / 2).isPositive();
    }

    private void reach(int replicas) {
        while (scaler.replicas() < replicas) {
            look(OptionalDouble.of(replicas * rules.threshold()));
        }
    }

    /** Until everything is done and all have gone. */
    private void convert(int tasks) {
        double left = tasks;
        curve.add(0);
        do {
            int started = curve.get(Math.max(0, curve.size() - LOOKS_TO_START));
            int working = Math.min(started, scaler.replicas());
            double out = Math.min(left, Math.max(LEAST_OUT, OUT_PER_SLOT * SLOTS * working));
            look(OptionalDouble.of(Math.ceil(out)));
            left = Math.max(0, left - (double) working * SLOTS * rules.pollingInterval() / TASK_SECONDS);
            assertThat(curve).as("looks").hasSizeLessThan(10_000);
        } while (left > 0 || scaler.replicas() > 0);
    }

    private void look(OptionalDouble value) {
        now += rules.pollingInterval();
        curve.add(scaler.look(now, value));
    }
}
