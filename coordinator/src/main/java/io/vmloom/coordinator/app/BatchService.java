package io.vmloom.coordinator.app;

import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.estimate.DryRun;
import io.vmloom.coordinator.estimate.Estimate;
import io.vmloom.coordinator.estimate.Throughput;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.coordinator.manifest.Manifest;
import io.vmloom.coordinator.state.RecoveredBatch;
import io.vmloom.coordinator.state.Recovery;
import io.vmloom.coordinator.state.StateLog;
import io.vmloom.coordinator.state.StateRecord;
import io.vmloom.coordinator.status.BatchState;
import io.vmloom.coordinator.status.BatchStatus;
import io.vmloom.coordinator.status.BatchTracker;
import io.vmloom.coordinator.status.ItemState;
import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.InternalException;
import io.vmloom.error.StoreException;
import io.vmloom.queue.CancelPublisher;
import io.vmloom.telemetry.Metric;
import io.vmloom.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Batches of a process that stays: taken one after the other, some of them under way at once, asked for by id. Thread-safe;
 * calls may block, so they stay away from event loops.
 */
public final class BatchService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchService.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final BatchRunner runner;
    private final StateLog log;
    private final CancelPublisher cancellations;
    private final ServiceLimits limits;
    private final Telemetry telemetry;
    private final TaskMeter tasks;
    private final Map<String, RunningBatch> batches = new ConcurrentHashMap<>();
    private final ExecutorService turns;
    private final DryRun dryRuns;
    private final Semaphore dryRunning = new Semaphore(1);
    private final Cancellation closing = new Cancellation();
    private volatile boolean open = true;
    private volatile Optional<String> fault = Optional.empty();

    /**
     * Goes on with what the log knows, oldest first, then with everything that is submitted.
     *
     * @param log the runner's; not closed here
     * @param cancellations not closed here
     * @param tasks counts what the runner gives out
     * @param dryRuns one at a time, as each takes as much memory as several items
     */
    public BatchService(
            BatchRunner runner,
            StateLog log,
            CancelPublisher cancellations,
            ServiceLimits limits,
            Telemetry telemetry,
            TaskMeter tasks,
            DryRun dryRuns) {
        this.dryRuns = dryRuns;
        this.cancellations = cancellations;
        this.runner = runner;
        this.log = log;
        this.limits = limits;
        this.telemetry = telemetry;
        this.tasks = tasks;
        this.turns = Executors.newFixedThreadPool(
                limits.concurrentBatches(), Thread.ofVirtual().name("batch-", 0).factory());
        Recovery.all(log).stream()
                .sorted(Comparator.comparing(RecoveredBatch::submitted))
                .forEach(this::recover);
    }

    /** Whether batches are taken. */
    public boolean isOpen() {
        return open && fault.isEmpty();
    }

    /** Why this process can do no more, and should be started again. */
    public Optional<String> fault() {
        return fault;
    }

    /** Takes a batch and answers its id; by then it is recorded. */
    public String submit(Manifest manifest) {
        if (!isOpen()) {
            throw StoreException.unavailable("the coordinator", "it is stopping; submit again when it is back", null);
        }
        Batch batch = manifest.batch(BatchIds.next());
        Instant now = Instant.now();
        log.append(new StateRecord.BatchSubmitted(batch, now));
        start(new RunningBatch(RecoveredBatch.fresh(batch, now), telemetry, tasks));
        LOG.atInfo()
                .addKeyValue("batch", batch.id())
                .addKeyValue("name", batch.name())
                .addKeyValue("items", batch.items().size())
                .log("batch submitted");
        return batch.id();
    }

    /** What a batch would take; nothing of it is recorded. Blocks for minutes when it has thousands of items. */
    public Estimate estimate(Manifest manifest) {
        if (!isOpen() || !dryRunning.tryAcquire()) {
            throw StoreException.unavailable(
                    "the coordinator", "it is stopping, or at a dry run already; try again later", null);
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
        RunningBatch batch = known(id);
        if (!batch.tracker().status().state().ended()) {
            log.append(new StateRecord.CancelRequested(id, Instant.now()));
            batch.cancel();
            // Its turn may be far away, and there may be something to remove.
            Thread.ofVirtual().name("cancel-" + id).start(() -> {
                tellWorkers(batch);
                run(batch);
            });
        }
        return batch.tracker().status();
    }

    /** Sets the gauges to what is now. */
    public void measure() {
        tasks.measure();
        Map<BatchState, Integer> ofBatches = new EnumMap<>(BatchState.class);
        Map<ItemState, Integer> ofItems = new EnumMap<>(ItemState.class);
        for (BatchStatus status : list()) {
            if (!status.state().ended()) {
                ofBatches.merge(status.state(), 1, Integer::sum);
                status.items().forEach((state, count) -> ofItems.merge(state, count, Integer::sum));
            }
        }
        for (BatchState state : BatchState.values()) {
            if (!state.ended()) {
                telemetry.set(Metric.BATCHES, ofBatches.getOrDefault(state, 0), lowerCase(state));
            }
        }
        for (ItemState state : ItemState.values()) {
            if (!state.ended()) {
                telemetry.set(Metric.ITEMS, ofItems.getOrDefault(state, 0), lowerCase(state));
            }
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
        turns.shutdown();
        try {
            if (!turns.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.atWarn().log("batches did not end in time; what they began may be left");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void recover(RecoveredBatch batch) {
        if (batch.over()) {
            batches.put(batch.batch().id(), RunningBatch.over(batch, telemetry, tasks));
        } else {
            LOG.atInfo().addKeyValue("batch", batch.batch().id()).log("going on with a batch");
            start(new RunningBatch(batch, telemetry, tasks));
        }
    }

    private void start(RunningBatch batch) {
        batches.put(batch.recovered().batch().id(), batch);
        turns.execute(() -> {
            if (batch.recovered().cancelled()) {
                tellWorkers(batch);
            }
            run(batch);
        });
    }

    /** Workers that are not told work in vain, nothing else. */
    private void tellWorkers(RunningBatch batch) {
        String id = batch.recovered().batch().id();
        try {
            cancellations.publish(id);
        } catch (ConversionException e) {
            LOG.atWarn().addKeyValue("batch", id).setCause(e).log("workers could not be told of a cancellation");
        }
    }

    private void run(RunningBatch batch) {
        if (!batch.take()) {
            return;
        }
        String id = batch.recovered().batch().id();
        try {
            batch.run(runner, limits.concurrentItems());
            LOG.atInfo()
                    .addKeyValue("batch", id)
                    .addKeyValue("state", batch.tracker().status().state())
                    .log("batch ended");
            forgetOldOnes();
        } catch (InternalException e) {
            LOG.atError().addKeyValue("batch", id).setCause(e).log("a batch broke off");
            batch.tracker().end(ErrorCode.INTERNAL, "was given up: " + e.getMessage(), Instant.now());
        } catch (RuntimeException e) {
            // Others of its items may still be under way here, so only another process can go on with it.
            if (open) {
                LOG.atError().addKeyValue("batch", id).setCause(e).log("nothing can be recorded any more");
                fault = Optional.of(String.valueOf(e.getMessage()));
            }
        }
    }

    private void forgetOldOnes() {
        List<BatchStatus> old = list().stream()
                .filter(status -> status.state().ended())
                .skip(limits.keptBatches())
                .toList();
        for (BatchStatus status : old) {
            RunningBatch batch = batches.remove(status.id());
            if (batch != null) {
                Recovery.forget(log, batch.recovered());
            }
        }
    }

    private RunningBatch known(String id) {
        return Optional.ofNullable(batches.get(id)).orElseThrow(() -> StoreException.notFound("batch '" + id + "'"));
    }

    private static String lowerCase(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
