package io.vmloom.coordinator.state;

import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.fragment.TaskResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes durable what one item's thread does, before it does it, and knows what was done so far. Every method that
 * changes something returns when the change is durable, throws what {@link StateWriter#write} throws, and may then be
 * repeated. Used by the item's thread.
 */
public final class ItemJournal {
    private final String item;
    private final StateWriter log;
    private ItemHistory history;
    private final Map<String, StateRecord.UploadBegun> uploads;
    private final Map<String, StateRecord.Completing> completing;
    private final BitSet accepted = new BitSet();
    private boolean begun;
    private Optional<Duration> recordedTook;

    /** @param history what the log says of the item */
    public ItemJournal(String item, StateWriter log, ItemHistory history) {
        this.item = item;
        this.log = log;
        this.history = history;
        this.uploads = new HashMap<>(history.uploads());
        this.completing = new HashMap<>(history.completing());
        this.begun = history.begun().isPresent();
        this.recordedTook = history.ended().map(StateRecord.ItemEnded::took);
        history.accepted().forEach(result -> accepted.set(result.id().index()));
    }

    /** For an item that ends with its process, one way or the other. */
    public static ItemJournal keepingNothing(String item) {
        return new ItemJournal(item, StateWriter.NONE, ItemHistory.NONE);
    }

    /** What was known when this run began. */
    public ItemHistory history() {
        return history;
    }

    /** Another run follows; whoever may say so may remove what this one left. */
    public void startNext() {
        log.append(new StateRecord.ItemStarted(item, run() + 1));
    }

    /** The next run is this one, once nothing of the former one is left. */
    public void toNext() {
        if (begun || !uploads.isEmpty() || !completing.isEmpty()) {
            throw new IllegalStateException("something of run " + run() + " of " + item + " is left");
        }
        history = ItemHistory.afterRuns(run() + 1);
    }

    /** The number of this run, which no other run of the item has. */
    public int run() {
        return history.runs();
    }

    /** This run begins. */
    public void start() {
        log.append(new StateRecord.ItemStarted(item, run()));
    }

    /** The target's construction begins. */
    public void begin(StateRecord.ItemBegun beginning) {
        log.append(beginning);
        begun = true;
    }

    /** Whether there may be anything in stores that is the item's. */
    public boolean begun() {
        return begun;
    }

    public Optional<StateRecord.UploadBegun> upload(String name) {
        return Optional.ofNullable(uploads.get(name));
    }

    public Collection<StateRecord.UploadBegun> uploads() {
        return List.copyOf(uploads.values());
    }

    public void upload(StateRecord.UploadBegun upload) {
        log.append(upload);
        uploads.put(upload.name(), upload);
    }

    /** Results that count from now on; they take the places of earlier ones of the same ranges. */
    public void accept(List<TaskResult.Converted> results) {
        log.write(results.stream().map(StateRecord.RangeAccepted::new).toList(), List.of());
        results.forEach(result -> accepted.set(result.id().index()));
    }

    public Optional<StateRecord.Completing> completing(String name) {
        return Optional.ofNullable(completing.get(name));
    }

    public Collection<StateRecord.Completing> completing() {
        return List.copyOf(completing.values());
    }

    public void completing(StateRecord.Completing complete) {
        log.append(complete);
        completing.put(complete.name(), complete);
    }

    public void end(ItemOutcome outcome, Duration took) {
        log.append(new StateRecord.ItemEnded(item, outcome, took));
        recordedTook = Optional.of(took);
    }

    /** What is recorded of how long it took; empty before its end. */
    public Optional<Duration> took() {
        return recordedTook;
    }

    /** Nothing of what was begun is left in any store. */
    public void forget() {
        List<StateKey> keys = new ArrayList<>();
        uploads.values().forEach(upload -> keys.add(upload.key()));
        completing.values().forEach(complete -> keys.add(complete.key()));
        accepted.stream().forEach(range -> keys.add(StateRecord.RangeAccepted.keyOf(item, range)));
        if (begun) {
            keys.add(StateKey.ofItem(item, "begun"));
        }
        log.write(List.of(), keys);
        uploads.clear();
        completing.clear();
        accepted.clear();
        begun = false;
    }
}
