package io.vmloom.coordinator.status;

import io.vmloom.coordinator.estimate.Estimate;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.BatchListener;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.job.ItemStage;
import io.vmloom.coordinator.terms.Priority;
import io.vmloom.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Knows how far a batch is by listening to it. What is asked for often is kept as sums, so that a question costs the same
 * for one item and for a million. Thread-safe.
 */
public final class BatchTracker implements BatchListener {
    private final Batch batch;
    private final LongSupplier nanoTime;
    private final Instant submitted;
    private final List<ItemTracker> items = new ArrayList<>();
    private final Map<String, ItemTracker> byId = new HashMap<>();
    private final Map<ItemState, Integer> states = new HashMap<>();
    private final List<ItemTracker> endedInOrder = new ArrayList<>();
    private final Rate rate = new Rate();
    private long doneBytes;
    private long knownBytes;
    private long leftBytes;
    private int knownItems;
    private int unknownItems;
    private Priority priority;
    private boolean begun;
    private boolean unconfirmed;
    private boolean prepared;
    private Optional<Estimate> estimate = Optional.empty();
    private boolean paused;
    private boolean cancelled;
    private boolean left;
    private Optional<Instant> ended = Optional.empty();
    private Optional<BatchState.Ended> verdict = Optional.empty();
    private Optional<String> reportProblem = Optional.empty();

    public BatchTracker(Batch batch, Instant submitted, LongSupplier nanoTime) {
        this.batch = batch;
        this.nanoTime = nanoTime;
        this.submitted = submitted;
        this.priority = batch.terms().priority();
        ItemState.all().forEach(state -> states.put(state, 0));
        for (ConversionRequest request : batch.items()) {
            ItemTracker item = new ItemTracker(items.size(), request);
            items.add(item);
            byId.put(request.id(), item);
        }
        states.put(ItemState.Open.PENDING, items.size());
        unknownItems =
                Math.toIntExact(items.stream().filter(ItemTracker::isUnknown).count());
    }

    public Batch batch() {
        return batch;
    }

    /** Its items may begin, as soon as they get their turns. */
    public synchronized void begin() {
        begun = true;
        unconfirmed = false;
    }

    /** Somebody has to say go. */
    public synchronized void askForConfirmation() {
        unconfirmed = true;
    }

    /** Whoever has to say go can see what it would take, if that could be found out. */
    public synchronized void prepared(Optional<Estimate> found) {
        prepared = true;
        estimate = found;
    }

    /** Nothing more is heard of it here. */
    public synchronized void leave() {
        left = true;
    }

    /** Whether another coordinator has to be asked. */
    public synchronized boolean hasLeft() {
        return left;
    }

    public synchronized void pause() {
        paused = true;
    }

    public synchronized void resume() {
        paused = false;
    }

    public synchronized void prioritize(Priority changed) {
        priority = changed;
    }

    /** Somebody cancelled it; false when it had ended already. */
    public synchronized boolean cancel() {
        cancelled |= ended.isEmpty();
        return ended.isEmpty();
    }

    /** No more will come. What has not ended by now is reported as failed. */
    public synchronized void end(ErrorCode code, String reason, Instant at) {
        for (ItemTracker item : items) {
            if (item.report().isEmpty()) {
                ConversionRequest request = item.request();
                finished(new ItemReport(
                        request, new ItemOutcome.Failed(code, request.source() + " " + reason), Duration.ZERO));
            }
        }
        verdict = Optional.of(BatchState.Ended.of(
                batch.terms(),
                items.stream().flatMap(item -> item.report().stream()).toList()));
        ended = Optional.of(at);
    }

    @Override
    public synchronized void progress(ConversionRequest request, ItemStage stage, long done, long total) {
        ItemTracker item = byId.get(request.id());
        if (item == null || item.report().isPresent()) {
            return;
        }
        long nanos = nanoTime.getAsLong();
        change(item, () -> rate.add(item.progress(stage, done, total, nanos), nanos));
    }

    @Override
    public synchronized void finished(ItemReport report) {
        ItemTracker item = byId.get(report.request().id());
        if (item != null && item.report().isEmpty()) {
            change(item, () -> item.end(report, nanoTime.getAsLong()));
            endedInOrder.add(item);
        }
    }

    @Override
    public synchronized void reportFailed(String problem) {
        reportProblem = Optional.of(problem);
    }

    /** Data bytes that are still to be done of the items that have not ended and whose metadata has been read. */
    public synchronized long leftBytes() {
        return leftBytes;
    }

    public synchronized BatchStatus status() {
        WorkBytes work = new WorkBytes(doneBytes, knownBytes);
        long average = knownItems == 0 ? 0 : knownBytes / knownItems;
        WorkBytes expected = new WorkBytes(doneBytes, knownBytes + average * unknownItems);
        long bytesPerSecond = ended.isPresent() ? 0 : rate.bytesPerSecond(nanoTime.getAsLong());
        return new BatchStatus(
                batch.id(),
                batch.name(),
                state(),
                batch.terms(),
                priority,
                submitted,
                ended,
                states,
                work,
                expected,
                unknownItems,
                bytesPerSecond,
                expected.left(bytesPerSecond),
                reportProblem,
                estimate);
    }

    /** Some items in the batch's order, leaving out the first {@code offset} that match. */
    public List<ItemStatus> items(Predicate<ItemState> wanted, int offset, int limit) {
        return items(ItemFilter.of(wanted), offset, limit);
    }

    /** The same by more than their state. */
    public synchronized List<ItemStatus> items(ItemFilter filter, int offset, int limit) {
        long nanos = nanoTime.getAsLong();
        return matching(filter)
                .skip(offset)
                .limit(limit)
                .map(item -> item.status(nanos))
                .toList();
    }

    /** How many items match. */
    public synchronized long count(ItemFilter filter) {
        return matching(filter).count();
    }

    /** One item, if the batch has so many. */
    public synchronized Optional<ItemStatus> item(int number) {
        return number < 0 || number >= items.size()
                ? Optional.empty()
                : Optional.of(items.get(number).status(nanoTime.getAsLong()));
    }

    private Stream<ItemTracker> matching(ItemFilter filter) {
        return items.stream().filter(item -> filter.test(item.state(), item.request()));
    }

    /** The reports of items that ended, in the order they did, leaving out the first {@code offset}. */
    public synchronized List<ItemReport> endings(int offset, int limit) {
        return endedInOrder.stream()
                .skip(offset)
                .limit(limit)
                .map(item -> item.report().orElseThrow())
                .toList();
    }

    private BatchState state() {
        if (ended.isPresent()) {
            return verdict.orElse(BatchState.Ended.FAILED);
        }
        if (cancelled) {
            return BatchState.Open.CANCELLING;
        }
        if (unconfirmed) {
            return prepared ? BatchState.Open.SUSPENDED : BatchState.Open.PREPARING;
        }
        if (paused) {
            return BatchState.Open.PAUSED;
        }
        if (!begun) {
            return BatchState.Open.NEW;
        }
        return states.getOrDefault(ItemState.Open.PENDING, 0) == items.size()
                ? BatchState.Open.READY
                : BatchState.Open.ACTIVE;
    }

    /** Applies a change of an item to the sums. */
    private void change(ItemTracker item, Runnable change) {
        count(item, -1);
        change.run();
        count(item, 1);
    }

    private void count(ItemTracker item, int sign) {
        WorkBytes work = item.work();
        doneBytes += sign * work.doneBytes();
        knownBytes += sign * work.knownBytes();
        leftBytes += item.report().isEmpty() ? sign * (work.knownBytes() - work.doneBytes()) : 0;
        knownItems += item.isKnown() ? sign : 0;
        unknownItems += item.isUnknown() ? sign : 0;
        states.merge(item.state(), sign, Integer::sum);
    }
}
