package io.vmloom.coordinator.state;

import io.vmloom.coordinator.job.Batch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what earlier coordinators left to do. */
public final class Recovery {
    private Recovery() {}

    /** The batches that are not over, in the order of their ids; throws a {@link io.vmloom.error.ConversionException}. */
    public static List<RecoveredBatch> replay(StateLog log) {
        return all(log).stream().filter(batch -> !batch.over()).toList();
    }

    /** Every batch that was not forgotten. */
    public static List<RecoveredBatch> all(StateLog log) {
        List<RecoveredBatch> batches = new ArrayList<>();
        log.replay(records -> of(records).ifPresent(batches::add));
        return batches;
    }

    /** Forgets a batch that is over, with the outcomes of its items. */
    public static void forget(StateLog log, RecoveredBatch batch) {
        String id = batch.batch().id();
        List<StateKey> keys = new ArrayList<>();
        batch.batch().items().forEach(item -> {
            keys.add(StateKey.ofItem(item.id(), "started"));
            keys.add(StateKey.ofItem(item.id(), "ended"));
        });
        for (String what : List.of("submitted", "cancelled", "ended")) {
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
        Optional<Instant> ended = Optional.empty();
        Set<Integer> told = new HashSet<>();
        Map<String, List<StateRecord.OfItem>> items = new HashMap<>();
        for (StateRecord known : records) {
            switch (known) {
                case StateRecord.BatchSubmitted submission -> submitted = Optional.of(submission);
                case StateRecord.CancelRequested cancel -> cancelled = true;
                case StateRecord.BatchEnded(String batch, Instant at) -> ended = Optional.of(at);
                case StateRecord.EndTold end -> told.add(end.webhook());
                case StateRecord.OfItem item ->
                    items.computeIfAbsent(item.item(), id -> new ArrayList<>()).add(item);
            }
        }
        Map<String, ItemHistory> histories = new HashMap<>();
        items.forEach((id, ofItem) -> histories.put(id, ItemHistory.of(ofItem)));
        boolean wasCancelled = cancelled;
        Optional<Instant> endedAt = ended;
        return submitted.map(submission -> {
            Batch batch = submission.batch();
            return new RecoveredBatch(batch, submission.at(), wasCancelled, endedAt, told, histories);
        });
    }
}
