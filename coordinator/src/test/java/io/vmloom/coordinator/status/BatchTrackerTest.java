package io.vmloom.coordinator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.job.ItemStage;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.error.ErrorCode;
import io.vmloom.store.Location;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchTrackerTest {
    private final List<ConversionRequest> requests = IntStream.range(0, 3)
            .mapToObj(i -> request(i, i == 0 ? VerifyLevel.FULL : VerifyLevel.DIGEST))
            .toList();
    private long nanos = 1;
    private final BatchTracker tracker =
            new BatchTracker(new Batch("b", "batch", requests), Instant.EPOCH, () -> nanos);

    @Test
    void whatIsLeftIsReckonedFromDataBytesAndTheRate() {
        tracker.begin();
        tracker.progress(requests.get(0), ItemStage.INSPECTING, 0, 0);
        assertThat(tracker.status().left()).isEmpty();

        tracker.progress(requests.get(0), ItemStage.CONVERTING, 0, 1000);
        nanos += TimeUnit.SECONDS.toNanos(2);
        tracker.progress(requests.get(0), ItemStage.CONVERTING, 200, 1000);

        BatchStatus status = tracker.status();
        // Verified in full, so that 1000 bytes are read twice; two items more are expected to be like it.
        assertThat(status.work()).isEqualTo(new WorkBytes(200, 2000));
        assertThat(status.expected()).isEqualTo(new WorkBytes(200, 6000));
        assertThat(status.unknownItems()).isEqualTo(2);
        assertThat(status.bytesPerSecond()).isEqualTo(100);
        assertThat(status.left()).contains(Duration.ofSeconds(58));
        assertThat(status.percent()).isEqualTo(3);
    }

    @Test
    void aFailedItemIsNeverDone() {
        tracker.progress(requests.get(1), ItemStage.CONVERTING, 0, 1000);
        tracker.progress(requests.get(1), ItemStage.CONVERTING, 1000, 1000);
        tracker.finished(failed(requests.get(1)));

        ItemStatus item = tracker.items(ItemState.Ended.FAILED::equals, 0, 10).getFirst();
        assertThat(item.percent()).isEqualTo(99);
        assertThat(tracker.status().percent()).isLessThan(100);
        assertThat(tracker.leftBytes()).isZero();
        assertThat(tracker.endings(0, 10)).extracting(ItemReport::request).containsExactly(requests.get(1));
    }

    @Test
    void onlyItemsThatHaveNotEndedHaveBytesLeft() {
        tracker.progress(requests.get(1), ItemStage.CONVERTING, 300, 1000);
        tracker.progress(requests.get(2), ItemStage.CONVERTING, 100, 500);
        assertThat(tracker.leftBytes()).isEqualTo(700 + 400);

        tracker.finished(failed(requests.get(1)));

        assertThat(tracker.leftBytes()).isEqualTo(400);
    }

    @Test
    void aBatchSucceedsOnlyWhenEveryItemDid() {
        requests.forEach(request -> tracker.finished(skipped(request)));
        assertThat(tracker.status().state()).isEqualTo(BatchState.Open.NEW);

        tracker.end(ErrorCode.INTERNAL, "is forgotten", Instant.EPOCH);

        assertThat(tracker.status().state()).isEqualTo(BatchState.Ended.COMPLETE);
        assertThat(tracker.status().percent()).isEqualTo(100);
        assertThat(tracker.cancel()).isFalse();
    }

    @Test
    void aCancelledBatchReportsWhatItNeverBegan() {
        tracker.finished(skipped(requests.getFirst()));
        assertThat(tracker.cancel()).isTrue();
        assertThat(tracker.status().state()).isEqualTo(BatchState.Open.CANCELLING);

        tracker.end(ErrorCode.CANCELLED, "was cancelled before it began", Instant.EPOCH);

        assertThat(tracker.status().state()).isEqualTo(BatchState.Ended.CANCELLED);
        assertThat(tracker.status().items())
                .containsEntry(ItemState.Ended.SKIPPED, 1)
                .containsEntry(ItemState.Ended.CANCELLED, 2)
                .containsEntry(ItemState.Open.PENDING, 0);
    }

    private static ItemReport failed(ConversionRequest request) {
        return new ItemReport(request, new ItemOutcome.Failed(ErrorCode.DIGEST_MISMATCH, "differs"), Duration.ZERO);
    }

    private static ItemReport skipped(ConversionRequest request) {
        return new ItemReport(
                request, new ItemOutcome.Skipped("raw", 1, 1, 1, List.of(), Optional.empty()), Duration.ZERO);
    }

    private static ConversionRequest request(int number, VerifyLevel verify) {
        return new ConversionRequest(
                "b-" + number,
                "item" + number,
                new Location.InBucket("in", "disk" + number),
                "raw",
                "",
                new Location.InBucket("out", "disk" + number),
                "qcow2",
                Map.of(),
                verify,
                OverwritePolicy.KEEP);
    }
}
