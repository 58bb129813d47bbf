package io.vmloom.coordinator.status;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One item at one moment.
 *
 * @param number in its batch, from 0; the last part of its id
 * @param stages those that were entered, in their order; the last one is the present one
 * @param work data bytes of all stages together
 * @param bytesPerSecond over the last seconds, 0 when nothing moves
 * @param left empty when nothing is known or moves
 * @param report once it has ended
 */
public record ItemStatus(
        int number,
        ConversionRequest request,
        ItemState state,
        List<StageProgress> stages,
        WorkBytes work,
        long bytesPerSecond,
        Optional<Duration> left,
        Optional<ItemReport> report) {
    public ItemStatus {
        stages = List.copyOf(stages);
    }

    /** Rounded down; 100 for what succeeded or was skipped, and for nothing else. */
    public int percent() {
        return switch (state) {
            case ItemState.Open.PENDING -> 0;
            case ItemState.Open _ -> work.percent();
            case ItemState.Ended.FAILED, ItemState.Ended.CANCELLED -> work.percent();
            case ItemState.Ended.SUCCEEDED, ItemState.Ended.SKIPPED -> 100;
        };
    }
}
