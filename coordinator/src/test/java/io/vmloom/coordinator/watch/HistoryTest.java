package io.vmloom.coordinator.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final Instant START = Instant.EPOCH;

    @Test
    void eachSecondHasItsOwnSample() {
        History history = new History(START);
        history.add(START.plusMillis(900), 0, data(1));
        history.add(START.plusMillis(2100), 0, data(2));

        History.View view = history.view(START.plusSeconds(3));

        assertThat(view.periodSeconds()).isEqualTo(1);
        assertThat(view.samples()).extracting(Amounts::data).containsExactly(1L, 0L, 2L, 0L);
    }

    @Test
    void hoursBecomeLongerPeriodsAndNothingIsLost() {
        History history = new History(START);
        Random random = new Random(7);
        long sum = 0;
        for (int second = 0; second < 10_000; second++) {
            int bytes = random.nextInt(1000);
            sum += bytes;
            history.add(START.plusSeconds(second), random.nextInt(100), data(bytes));
        }

        History.View view = history.view(START.plusSeconds(9_999));

        assertThat(view.samples()).hasSizeBetween(History.MOST_SAMPLES / 2, History.MOST_SAMPLES);
        assertThat(view.periodSeconds() * view.samples().size()).isBetween(9_999.0, 9_999 + view.periodSeconds());
        assertThat(view.samples().stream().mapToLong(Amounts::data).sum()).isEqualTo(sum);
    }

    @Test
    void aSteadyRateGivesANarrowIntervalAndAnUnsteadyOneAWideOne() {
        Eta steady = Eta.of(1000, rates(50, 50, 50, 50, 50), Optional.empty()).orElseThrow();
        Eta unsteady = Eta.of(1000, rates(10, 90, 20, 80, 50), Optional.empty()).orElseThrow();

        assertThat(steady).isEqualTo(new Eta(20, 20));
        assertThat(unsteady.leastSeconds()).isBetween(10L, 15L);
        assertThat(unsteady.mostSeconds()).isBetween(45L, 60L);
    }

    @Test
    void nobodyKnowsWhenItEndsBeforeThreePeriodsAreOver() {
        assertThat(Eta.of(1000, rates(50, 50), Optional.empty())).isEmpty();
        assertThat(Eta.of(1000, rates(0, 0, 0, 0, 50, 50), Optional.empty())).isEmpty();
        assertThat(Eta.of(1000, rates(), Optional.empty())).isEmpty();
    }

    @Test
    void aTaskIsSpreadOverTheTimeThatItTook() {
        History history = new History(START);
        history.add(START.plusSeconds(3), 3, data(10));

        assertThat(history.view(START.plusSeconds(3)).samples())
                .extracting(Amounts::data)
                .containsExactly(2L, 3L, 2L, 3L);
        assertThat(history.total().data()).isEqualTo(10);
    }

    @Test
    void whatIsUnderWayDoesNotSlowTheRate() {
        TaskTimes.Quantiles threeSeconds = new TaskTimes.Quantiles(9, 3, 3, 3, 3, 3, 3);

        assertThat(Eta.of(1000, rates(50, 50, 50, 50, 9, 5, 0), Optional.of(threeSeconds)))
                .contains(new Eta(20, 20));
    }

    private static Amounts data(long bytes) {
        return new Amounts(0, 0, 0, bytes);
    }

    /** And a period that is not over, which does not count. */
    private static History.View rates(long... bytesPerSecond) {
        List<Amounts> samples = LongStream.concat(LongStream.of(bytesPerSecond), LongStream.of(1))
                .mapToObj(HistoryTest::data)
                .toList();
        return new History.View(START, 1, samples);
    }
}
