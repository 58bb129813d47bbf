package io.vmloom.coordinator.app;

import io.vmloom.coordinator.status.BatchState;
import io.vmloom.coordinator.status.BatchStatus;
import io.vmloom.coordinator.status.BatchTracker;
import io.vmloom.coordinator.status.ItemState;
import io.vmloom.telemetry.Metric;
import io.vmloom.telemetry.Telemetry;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The gauges that tell where batches and their items stand. */
final class StatusGauges {
    /** Each is a dozen time series of its own, for as long as it is under way. */
    private static final int BATCHES_SHOWN = 100;

    private final Telemetry telemetry;

    StatusGauges(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    /** Sets them to what is now; of the batches that have not ended, the oldest are told of one by one. */
    void measure(int partitions, Collection<BatchTracker> all) {
        List<Open> open = all.stream()
                .map(tracker -> new Open(tracker.status(), tracker.leftBytes()))
                .filter(batch -> batch.status().state() instanceof BatchState.Open)
                .sorted(Comparator.comparing((Open batch) -> batch.status().submitted())
                        .thenComparing(batch -> batch.status().id()))
                .toList();
        telemetry.set(Metric.PARTITIONS, partitions);
        telemetry.set(
                Metric.BACKLOG_BYTES, open.stream().mapToLong(Open::leftBytes).sum());
        sums(open);
        each(open.stream().limit(BATCHES_SHOWN).toList());
    }

    private record Open(BatchStatus status, long leftBytes) {}

    private void sums(List<Open> open) {
        Map<BatchState, Integer> ofBatches = new HashMap<>();
        Map<ItemState, Integer> ofItems = new HashMap<>();
        for (Open batch : open) {
            ofBatches.merge(batch.status().state(), 1, Integer::sum);
            batch.status().items().forEach((state, count) -> ofItems.merge(state, count, Integer::sum));
        }
        for (BatchState.Open state : BatchState.Open.values()) {
            telemetry.set(Metric.BATCHES, ofBatches.getOrDefault(state, 0), lowerCase(state.name()));
        }
        for (ItemState.Open state : ItemState.Open.values()) {
            telemetry.set(Metric.ITEMS, ofItems.getOrDefault(state, 0), lowerCase(state.name()));
        }
    }

    private void each(List<Open> shown) {
        Map<List<String>, Double> bytes = new HashMap<>();
        Map<List<String>, Double> items = new HashMap<>();
        for (Open batch : shown) {
            String id = batch.status().id();
            String name = batch.status().name();
            bytes.put(List.of(id, name, "done"), (double) batch.status().work().doneBytes());
            bytes.put(List.of(id, name, "left"), (double) batch.leftBytes());
            batch.status()
                    .items()
                    .forEach((state, count) -> items.put(List.of(id, name, lowerCase(state.name())), (double) count));
        }
        telemetry.replace(Metric.BATCH_BYTES, bytes);
        telemetry.replace(Metric.BATCH_ITEMS, items);
    }

    private static String lowerCase(String state) {
        return state.toLowerCase(Locale.ROOT);
    }
}
