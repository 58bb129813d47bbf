package io.vmloom.coordinator.app;

import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.estimate.DryRun;
import io.vmloom.coordinator.estimate.Estimate;
import io.vmloom.coordinator.estimate.Throughput;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.coordinator.manifest.Manifest;
import io.vmloom.coordinator.schedule.Schedule;
import io.vmloom.coordinator.state.RecoveredBatch;
import io.vmloom.coordinator.state.Recovery;
import io.vmloom.coordinator.state.StateLog;
import io.vmloom.coordinator.state.StateRecord;
import io.vmloom.coordinator.status.BatchState;
import io.vmloom.coordinator.status.BatchStatus;
import io.vmloom.coordinator.status.BatchTracker;
import io.vmloom.coordinator.status.ItemState;
import io.vmloom.coordinator.terms.ClientToken;
import io.vmloom.coordinator.terms.Priority;
import io.vmloom.error.ConflictException;
import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.FencedException;
import io.vmloom.error.InternalException;
import io.vmloom.error.StoreException;
import io.vmloom.queue.CancelPublisher;
import io.vmloom.queue.PartitionOwners;
import io.vmloom.telemetry.Metric;
import io.vmloom.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Gatherers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Batches of a process that stays: taken one after the other, some of them under way at once, asked for by id. Thread-safe;
 * calls may block, so they stay away from event loops.
 */
public final class BatchService implements PartitionOwners.Member, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchService.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Each waits for the brokers. */
    private static final int REPLAYS = 16;

    private final BatchRunner runner;
    private final Schedule schedule;
    private final StateLog log;
    private final CancelPublisher cancellations;
    private final ServiceLimits limits;
    private final Telemetry telemetry;
    private final TaskMeter tasks;
    private final Map<String, RunningBatch> batches = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("batch-", 0).factory());
    private final Set<Integer> owned = ConcurrentHashMap.newKeySet();
    private final Lock submitting = new ReentrantLock();
    private final DryRun dryRuns;
    private final Semaphore dryRunning = new Semaphore(1);
    private final Cancellation closing = new Cancellation();
    private volatile boolean open = true;
    private volatile Optional<String> fault = Optional.empty();

    /**
     * Has nothing to do until it claims partitions.
     *
     * @param schedule the runner's
     * @param log not closed here
     * @param cancellations not closed here
     * @param tasks counts what the runner gives out
     * @param dryRuns one at a time, as each takes as much memory as several items
     */
    public BatchService(
            BatchRunner runner,
            Schedule schedule,
            StateLog log,
            CancelPublisher cancellations,
            ServiceLimits limits,
            Telemetry telemetry,
            TaskMeter tasks,
            DryRun dryRuns) {
        this.dryRuns = dryRuns;
        this.cancellations = cancellations;
        this.runner = runner;
        this.schedule = schedule;
        this.log = log;
        this.limits = limits;
        this.telemetry = telemetry;
        this.tasks = tasks;
    }

    @Override
    public Set<Integer> owned() {
        return Set.copyOf(owned);
    }

    /** Goes on with what the log knows of these partitions, oldest first. */
    @Override
    public void claim(Set<Integer> partitions) {
        log.claim(partitions);
        List<RecoveredBatch> known = partitions.stream()
                .gather(Gatherers.mapConcurrent(REPLAYS, partition -> Recovery.in(log, partition)))
                .flatMap(List::stream)
                .sorted(Comparator.comparing(RecoveredBatch::submitted))
                .toList();
        owned.addAll(partitions);
        known.forEach(this::recover);
        LOG.atInfo()
                .addKeyValue("partitions", partitions.size())
                .addKeyValue("all", owned.size())
                .log("partitions claimed");
    }

    /** Stops what belongs to these partitions, and touches nothing of it any more. */
    @Override
    public void leave(Set<Integer> partitions) {
        owned.removeAll(partitions);
        for (RunningBatch batch : batches.values()) {
            if (partitions.contains(BatchIds.partition(batch.id()))) {
                batches.remove(batch.id(), batch);
                batch.leave();
            }
        }
        log.leave(partitions);
        LOG.atInfo()
                .addKeyValue("partitions", partitions.size())
                .addKeyValue("all", owned.size())
                .log("partitions left");
    }

    /** Whether batches are taken. */
    public boolean isOpen() {
        return open && fault.isEmpty() && !owned.isEmpty();
    }

    /** Why this process can do no more, and should be started again. */
    public Optional<String> fault() {
        return fault;
    }

    /**
     * Takes a batch and answers its id; by then it is recorded. What is sent again under the token of its client is the same
     * batch; {@code CONFLICT} when it is not the same document.
     */
    public String submit(Manifest manifest) {
        if (!isOpen()) {
            throw StoreException.unavailable(
                    "the coordinator", "it is starting or stopping; submit again in a moment", null);
        }
        Optional<ClientToken> token = manifest.terms().clientToken();
        if (token.isEmpty()) {
            return takeAnywhere(manifest);
        }
        submitting.lock();
        try {
            String id = BatchIds.ofToken(manifest.terms().tenant(), token.get().text());
            Optional<ClientToken> before = Optional.ofNullable(batches.get(id))
                    .flatMap(batch -> batch.recovered().batch().terms().clientToken());
            if (before.isEmpty()) {
                return take(manifest, id);
            }
            if (!before.equals(token)) {
                throw new ConflictException("batch '" + id + "' was submitted under the client token '"
                        + token.get().text() + "' with another document; use another token for another batch");
            }
            return id;
        } finally {
            submitting.unlock();
        }
    }

    /** Whoever stood still may have lost a partition without knowing, and there are others. */
    private String takeAnywhere(Manifest manifest) {
        for (Set<Integer> mine = owned(); !mine.isEmpty(); mine = owned()) {
            String id = BatchIds.next(mine);
            try {
                return take(manifest, id);
            } catch (FencedException e) {
                lose(id, e);
            }
        }
        throw isBeingReplaced();
    }

    private void lose(String id, FencedException e) {
        LOG.atWarn().addKeyValue("batch", id).setCause(e).log("a batch is another coordinator's now");
        leave(Set.of(BatchIds.partition(id)));
    }

    private static StoreException isBeingReplaced() {
        return StoreException.unavailable("the coordinator", "it is being replaced; ask again in a moment", null);
    }

    private String take(Manifest manifest, String id) {
        if (batches.values().stream().filter(batch -> !batch.hasEnded()).count() >= limits.openBatches()) {
            throw StoreException.unavailable(
                    "the coordinator",
                    limits.openBatches() + " batches have not ended; submit again when some have",
                    null);
        }
        Batch batch = manifest.batch(id);
        Instant now = Instant.now();
        log.append(new StateRecord.BatchSubmitted(batch, now));
        start(new RunningBatch(RecoveredBatch.fresh(batch, now), log, telemetry, tasks));
        LOG.atInfo()
                .addKeyValue("batch", id)
                .addKeyValue("name", batch.name())
                .addKeyValue("tenant", batch.terms().tenant())
                .addKeyValue("items", batch.items().size())
                .log("batch submitted");
        return id;
    }

    /** What a batch would take; nothing of it is recorded. Blocks for minutes when it has thousands of items. */
    public Estimate estimate(Manifest manifest) {
        if (!isOpen() || !dryRunning.tryAcquire()) {
            throw StoreException.unavailable(
                    "the coordinator", "it is starting or stopping, or at a dry run already; try again later", null);
        }
        try {
            return dryRuns.run(manifest.batch(BatchIds.next()), Throughput.USUAL, closing);
        } finally {
            dryRunning.release();
        }
    }

    /** All that are known, the youngest first. */
    public List<BatchStatus> list() {
        return batches.values().stream()
                .map(batch -> batch.tracker().status())
                .sorted(Comparator.comparing(BatchStatus::submitted)
                        .thenComparing(BatchStatus::id)
                        .reversed())
                .toList();
    }

    /** How one batch goes; {@code NOT_FOUND} when none is known by this id. */
    public BatchTracker batch(String id) {
        return known(id).tracker();
    }

    /** Stops a batch and has removed what was begun; nothing happens when it has ended. Answers before that is done. */
    public BatchStatus cancel(String id) {
        return change(id, batch -> {
            log.append(new StateRecord.CancelRequested(id, Instant.now()));
            batch.cancel();
            threads.execute(() -> tellWorkers(batch));
        });
    }

    /** Gives out nothing more of a batch until it is resumed; what is under way is finished. */
    public BatchStatus pause(String id) {
        return change(id, batch -> {
            log.append(new StateRecord.PauseRequested(id, Instant.now()));
            batch.pause();
        });
    }

    public BatchStatus resume(String id) {
        return change(id, batch -> {
            log.write(List.of(), List.of(StateRecord.PauseRequested.keyOf(id)));
            batch.resume();
        });
    }

    /** Says go, where somebody has to. */
    public BatchStatus confirm(String id) {
        return change(id, batch -> {
            log.append(new StateRecord.Confirmed(id, Instant.now()));
            batch.confirm();
        });
    }

    /** From the next turn on. */
    public BatchStatus prioritize(String id, Priority priority) {
        return change(id, batch -> {
            log.append(new StateRecord.Prioritized(id, priority));
            batch.prioritize(priority);
        });
    }

    /**
     * Has the items of a batch that failed or were cancelled done once more; nothing happens when there are none.
     * {@code CONFLICT} when the batch has not ended.
     */
    public BatchStatus retry(String id) {
        submitting.lock();
        try {
            RunningBatch batch = known(id);
            if (!batch.hasEnded()) {
                throw new ConflictException(
                        "batch '" + id + "' has not ended; what fails in it can be tried again when it has");
            }
            Map<ItemState, Integer> items = batch.tracker().status().items();
            boolean failures = items.getOrDefault(ItemState.Ended.FAILED, 0) > 0
                    || items.getOrDefault(ItemState.Ended.CANCELLED, 0) > 0;
            if (failures) {
                RecoveredBatch recorded =
                        Recovery.one(log, id).orElseThrow(() -> StoreException.notFound("the record of batch " + id));
                if (recorded.orders().cancelled()) {
                    cancellations.revoke(id);
                }
                start(new RunningBatch(Recovery.reopen(log, recorded, Instant.now()), log, telemetry, tasks));
            }
            return known(id).tracker().status();
        } finally {
            submitting.unlock();
        }
    }

    /**
     * Forgets a batch for good: its manifest, its report, and its client's token. What it wrote stays where it is.
     * {@code CONFLICT} when it has not ended.
     */
    public void purge(String id) {
        submitting.lock();
        try {
            RunningBatch batch = known(id);
            if (!batch.hasEnded()) {
                throw new ConflictException("batch '" + id + "' has not ended; cancel it before it is purged");
            }
            forget(batch);
        } finally {
            submitting.unlock();
        }
    }

    private BatchStatus change(String id, Consumer<RunningBatch> change) {
        RunningBatch batch = known(id);
        try {
            if (!batch.hasEnded()) {
                change.accept(batch);
                schedule.review();
            }
            return batch.tracker().status();
        } catch (FencedException e) {
            lose(id, e);
            throw isBeingReplaced();
        }
    }

    /** Sets the gauges to what is now. */
    public void measure() {
        tasks.measure();
        Map<BatchState, Integer> ofBatches = new HashMap<>();
        Map<ItemState, Integer> ofItems = new HashMap<>();
        for (BatchStatus status : list()) {
            if (status.state() instanceof BatchState.Open) {
                ofBatches.merge(status.state(), 1, Integer::sum);
                status.items().forEach((state, count) -> ofItems.merge(state, count, Integer::sum));
            }
        }
        for (BatchState.Open state : BatchState.Open.values()) {
            telemetry.set(Metric.BATCHES, ofBatches.getOrDefault(state, 0), lowerCase(state));
        }
        for (ItemState.Open state : ItemState.Open.values()) {
            telemetry.set(Metric.ITEMS, ofItems.getOrDefault(state, 0), lowerCase(state));
        }
    }

    /** Takes no more. What is under way goes on until the process ends. */
    public void refuse() {
        open = false;
    }

    /** Takes no more; stops what is under way, and waits until what it began is removed. */
    @Override
    public void close() {
        refuse();
        closing.cancel();
        batches.values().forEach(RunningBatch::cancel);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.atWarn().log("batches did not end in time; what they began may be left");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void recover(RecoveredBatch batch) {
        if (batch.over()) {
            batches.put(batch.batch().id(), RunningBatch.over(batch, telemetry, tasks));
            runner.over(batch, log);
        } else {
            LOG.atInfo().addKeyValue("batch", batch.batch().id()).log("going on with a batch");
            start(new RunningBatch(batch, log, telemetry, tasks));
        }
    }

    private void start(RunningBatch batch) {
        batches.put(batch.id(), batch);
        if (batch.recovered().waitsForConfirmation()) {
            threads.execute(() -> prepare(batch));
        }
        threads.execute(() -> {
            if (batch.recovered().orders().cancelled()) {
                tellWorkers(batch);
            }
            run(batch);
        });
    }

    /** Says what the batch would take; whoever has to say go may do so without. */
    private void prepare(RunningBatch batch) {
        try {
            dryRunning.acquire();
            try {
                Cancellation ending = new Cancellation();
                closing.whenCancelled(ending::cancel);
                batch.whenCancelled(ending::cancel);
                batch.prepared(Optional.of(dryRuns.run(batch.recovered().batch(), Throughput.USUAL, ending)));
            } finally {
                dryRunning.release();
            }
        } catch (ConversionException e) {
            LOG.atWarn().addKeyValue("batch", batch.id()).setCause(e).log("what a batch would take is not known");
            batch.prepared(Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Workers that are not told work in vain, nothing else. */
    private void tellWorkers(RunningBatch batch) {
        try {
            cancellations.publish(batch.id());
        } catch (ConversionException e) {
            LOG.atWarn()
                    .addKeyValue("batch", batch.id())
                    .setCause(e)
                    .log("workers could not be told of a cancellation");
        }
    }

    private void run(RunningBatch batch) {
        try {
            batch.run(runner);
            LOG.atInfo()
                    .addKeyValue("batch", batch.id())
                    .addKeyValue("state", batch.tracker().status().state())
                    .log("batch ended");
            forgetOldOnes(Instant.now());
        } catch (FencedException e) {
            if (!batch.hasLeft()) {
                lose(batch.id(), e);
            }
        } catch (InternalException e) {
            LOG.atError().addKeyValue("batch", batch.id()).setCause(e).log("a batch broke off");
            batch.tracker().end(ErrorCode.INTERNAL, "was given up: " + e.getMessage(), Instant.now());
        } catch (RuntimeException e) {
            // Others of its items may still be under way here, so only another process can go on with it.
            if (open && !batch.hasLeft()) {
                LOG.atError().addKeyValue("batch", batch.id()).setCause(e).log("nothing can be recorded any more");
                fault = Optional.of(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Forgets what has ended and is kept no longer; to be called now and then. What can not be forgotten now is later. */
    public void forgetOldOnes(Instant now) {
        submitting.lock();
        try {
            for (BatchStatus old : limits.old(list(), now)) {
                Optional.ofNullable(batches.get(old.id())).ifPresent(this::forget);
            }
        } catch (ConversionException e) {
            LOG.atWarn().setCause(e).log("old batches could not be forgotten");
        } finally {
            submitting.unlock();
        }
    }

    private void forget(RunningBatch batch) {
        Recovery.forget(log, batch.recovered());
        batches.remove(batch.id(), batch);
        LOG.atInfo().addKeyValue("batch", batch.id()).log("batch forgotten");
    }

    private RunningBatch known(String id) {
        return Optional.ofNullable(batches.get(id)).orElseThrow(() -> unknown(id));
    }

    /** What is thrown when no batch is known by an id. */
    public static StoreException unknown(String id) {
        return StoreException.notFound("batch '" + id + "'");
    }

    private static String lowerCase(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
