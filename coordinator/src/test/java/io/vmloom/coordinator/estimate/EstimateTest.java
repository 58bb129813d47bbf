package io.vmloom.coordinator.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.error.RequestException;
import io.vmloom.store.Location;
import io.vmloom.store.Requests;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EstimateTest {
    private static final Throughput RATES = new Throughput(4, 0, 0.5, Map.of(), Map.of());

    @Test
    void workIsDividedEvenlyAmongTheSlotsOfAllWorkers() {
        Estimate estimate = estimate(RATES, item(100, 60), item(100, 60));

        assertThat(estimate.seconds(1)).isEqualTo(120.0 / 4);
        assertThat(estimate.seconds(5)).isEqualTo(120.0 / 20);
    }

    @Test
    void anItemIsNotDividedFurtherThanItHasRanges() {
        Estimate estimate = estimate(RATES, item(2, 60), item(100, 60));

        assertThat(estimate.seconds(1000)).isEqualTo(30);
    }

    @Test
    void bytesHaveToPassThroughTheNetworkOfTheWorkers() {
        Estimate estimate = estimate(new Throughput(4, 100, 0.5, Map.of(), Map.of()), item(100, 1));

        assertThat(estimate.seconds(2)).isEqualTo(3000.0 / (2 * 100));
    }

    @Test
    void aBatchOfNothingTakesNoTime() {
        assertThat(estimate(RATES).seconds(3)).isZero();
    }

    @Test
    void aBillIsWhatWasUsedTimesWhatItCosts() {
        Prices prices = new Prices("EUR", 0.0004, 0.005, 0.09, 0.01, 0.36, 0.02);

        Prices.Cost cost = prices.of(new Prices.Bill(10_000, 2000, 3L << 30, 1L << 30, 100, 5L << 30));

        assertThat(cost.requests()).isCloseTo(0.004 + 0.01, within(1e-9));
        assertThat(cost.transfer()).isCloseTo(0.27 + 0.01, within(1e-9));
        assertThat(cost.workers()).isCloseTo(0.01, within(1e-9));
        assertThat(cost.month()).isCloseTo(0.1, within(1e-9));
        assertThat(cost.sum()).isCloseTo(0.304, within(1e-9));
    }

    @Test
    void ratesOfUnknownCodecsAndPricesBelowNothingAreRefused() {
        assertThatThrownBy(() -> new Throughput(1, 0, 0.5, Map.of("lzw", 3.0), Map.of()))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("lzw");
        assertThatThrownBy(() -> new Throughput(1, 0, 0.5, Map.of(), Map.of("zlib", 0.0)))
                .isInstanceOf(RequestException.class);
        assertThatThrownBy(() -> new Throughput(0, 0, 0.5, Map.of(), Map.of())).isInstanceOf(RequestException.class);
        assertThatThrownBy(() -> new Prices("EUR", -1, 0, 0, 0, 0, 0)).isInstanceOf(RequestException.class);
        assertThatThrownBy(() -> new Prices(" ", 0, 0, 0, 0, 0, 0)).isInstanceOf(RequestException.class);
    }

    private static Estimate estimate(Throughput rates, ItemEstimate... items) {
        return new Estimate("batch", Arrays.asList(items), Effort.NONE, rates);
    }

    /** Of 2,000 MiB that are read and 1,000 that are written. */
    private static ItemEstimate item(int ranges, double slotSeconds) {
        ConversionRequest request = new ConversionRequest(
                "b00-x-0",
                "disk",
                new Location.InBucket("disks", "a"),
                "auto",
                "",
                new Location.InBucket("disks", "b"),
                "raw",
                Map.of(),
                VerifyLevel.NONE,
                OverwritePolicy.KEEP);
        Requests requests = new Requests(1, 0, 1, 0, 0, 0, 2000L << 20, 1000L << 20);
        return new ItemEstimate(
                request,
                Expectation.CONVERTED,
                "raw",
                1,
                1,
                1,
                ranges,
                1,
                1,
                new Effort(requests, new Messages(0, 0, 0), slotSeconds),
                Optional.empty(),
                "");
    }
}
