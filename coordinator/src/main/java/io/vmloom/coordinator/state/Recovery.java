package io.vmloom.coordinator.state;

import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.terms.Priority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what earlier coordinators left to do. */
public final class Recovery {
    private Recovery() {}

    /** Every batch of a partition that was not forgotten. */
    public static List<RecoveredBatch> in(StateLog log, int partition) {
        List<RecoveredBatch> batches = new ArrayList<>();
        log.replay(partition, records -> of(records).ifPresent(batches::add));
        return batches;
    }

    /** One batch, unless it was forgotten. */
    public static Optional<RecoveredBatch> one(StateLog log, String id) {
        return in(log, BatchIds.partition(id)).stream()
                .filter(batch -> batch.batch().id().equals(id))
                .findFirst();
    }

    /**
     * Has the items that failed, or were cancelled, done once more, and those whose targets went into them. Answers the batch as it is then.
     *
     * @param batch which is over
     * @param at when somebody asked for it
     */
    public static RecoveredBatch reopen(StateLog log, RecoveredBatch batch, Instant at) {
        List<StateKey> forgotten = new ArrayList<>();
        Map<String, ItemHistory> items = new HashMap<>(batch.items());
        Set<String> again = new LinkedHashSet<>();
        for (ConversionRequest item : batch.batch().items()) {
            ItemHistory history = batch.history(item);
            if (history.ended().map(StateRecord.ItemEnded::outcome).orElse(null) instanceof ItemOutcome.Failed) {
                again.add(item.id());
                if (!item.making().parts().isEmpty()) {
                    again.addAll(item.making().items());
                }
            }
        }
        for (String item : again) {
            forgotten.add(StateKey.ofItem(item, "ended"));
            items.put(
                    item,
                    ItemHistory.afterRuns(
                            batch.items().getOrDefault(item, ItemHistory.NONE).runs()));
        }
        String id = batch.batch().id();
        for (String what : List.of("cancelled", "paused", "ended")) {
            forgotten.add(StateKey.ofBatch(id, what));
        }
        batch.told().forEach(webhook -> forgotten.add(StateRecord.EndTold.keyOf(id, webhook)));
        int times = batch.orders().reopened() + 1;
        log.write(List.of(new StateRecord.Confirmed(id, at), new StateRecord.Reopened(id, times)), forgotten);
        Orders orders = new Orders(false, false, true, batch.orders().priority(), times);
        return new RecoveredBatch(batch.batch(), batch.submitted(), orders, Optional.empty(), Set.of(), items);
    }

    /** Forgets a batch that is over, with the outcomes of its items. */
    public static void forget(StateLog log, RecoveredBatch batch) {
        String id = batch.batch().id();
        List<StateKey> keys = new ArrayList<>();
        batch.batch().items().forEach(item -> {
            keys.add(StateKey.ofItem(item.id(), "started"));
            keys.add(StateKey.ofItem(item.id(), "ended"));
        });
        for (String what : List.of("submitted", "cancelled", "paused", "confirmed", "priority", "reopened", "ended")) {
            keys.add(StateKey.ofBatch(id, what));
        }
        for (int webhook = 0; webhook < batch.batch().terms().webhooks().size(); webhook++) {
            keys.add(StateRecord.EndTold.keyOf(id, webhook));
        }
        log.write(List.of(), keys);
    }

    /** Empty when the batch itself is not known: it was forgotten while something of it was still being written. */
    private static Optional<RecoveredBatch> of(List<StateRecord> records) {
        Optional<StateRecord.BatchSubmitted> submitted = Optional.empty();
        boolean cancelled = false;
        boolean paused = false;
        boolean confirmed = false;
        Optional<Priority> priority = Optional.empty();
        int reopened = 0;
        Optional<Instant> ended = Optional.empty();
        Set<Integer> told = new HashSet<>();
        Map<String, List<StateRecord.OfItem>> items = new HashMap<>();
        for (StateRecord known : records) {
            switch (known) {
                case StateRecord.BatchSubmitted submission -> submitted = Optional.of(submission);
                case StateRecord.CancelRequested cancel -> cancelled = true;
                case StateRecord.PauseRequested pause -> paused = true;
                case StateRecord.Confirmed confirmation -> confirmed = true;
                case StateRecord.Prioritized(String batch, Priority changed) -> priority = Optional.of(changed);
                case StateRecord.Reopened(String batch, int times) -> reopened = times;
                case StateRecord.BatchEnded(String batch, Instant at) -> ended = Optional.of(at);
                case StateRecord.EndTold end -> told.add(end.webhook());
                case StateRecord.OfItem item ->
                    items.computeIfAbsent(item.item(), id -> new ArrayList<>()).add(item);
            }
        }
        Map<String, ItemHistory> histories = new HashMap<>();
        items.forEach((id, ofItem) -> histories.put(id, ItemHistory.of(ofItem)));
        Orders orders = new Orders(cancelled, paused, confirmed, priority, reopened);
        Optional<Instant> endedAt = ended;
        return submitted.map(submission -> {
            Batch batch = submission.batch();
            return new RecoveredBatch(batch, submission.at(), orders, endedAt, told, histories);
        });
    }
}
