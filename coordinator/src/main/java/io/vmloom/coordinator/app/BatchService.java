package io.vmloom.coordinator.app;

import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.coordinator.manifest.Manifest;
import io.vmloom.coordinator.status.BatchState;
import io.vmloom.coordinator.status.BatchStatus;
import io.vmloom.coordinator.status.BatchTracker;
import io.vmloom.coordinator.status.ItemState;
import io.vmloom.error.StoreException;
import io.vmloom.telemetry.Metric;
import io.vmloom.telemetry.Telemetry;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
    private final BatchJournal journal;
    private final ServiceLimits limits;
    private final Telemetry telemetry;
    private final TaskMeter tasks;
    private final Map<String, RunningBatch> batches = new ConcurrentHashMap<>();
    private final ExecutorService turns;
    private volatile boolean open = true;

    /**
     * Takes up what the journal knows as unfinished, then everything that is submitted.
     *
     * @param tasks counts what the runner gives out
     */
    public BatchService(
            BatchRunner runner, BatchJournal journal, ServiceLimits limits, Telemetry telemetry, TaskMeter tasks) {
        this.runner = runner;
        this.journal = journal;
        this.limits = limits;
        this.telemetry = telemetry;
        this.tasks = tasks;
        this.turns = Executors.newFixedThreadPool(
                limits.concurrentBatches(), Thread.ofVirtual().name("batch-", 0).factory());
        journal.unfinished().forEach(this::start);
    }

    /** Whether batches are taken. */
    public boolean isOpen() {
        return open;
    }

    /** Takes a batch and answers its id; it is not forgotten from then on as far as the journal goes. */
    public String submit(Manifest manifest) {
        if (!open) {
            throw StoreException.unavailable("the coordinator", "it is stopping; submit again when it is back", null);
        }
        Batch batch = manifest.batch(BatchIds.next());
        journal.submitted(batch);
        start(batch);
        LOG.atInfo()
                .addKeyValue("batch", batch.id())
                .addKeyValue("name", batch.name())
                .addKeyValue("items", batch.items().size())
                .log("batch submitted");
        return batch.id();
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
        return running(id).tracker();
    }

    /** Stops a batch and has removed what was begun; nothing happens when it has ended. Answers before that is done. */
    public BatchStatus cancel(String id) {
        RunningBatch batch = running(id);
        if (!batch.tracker().status().state().ended()) {
            journal.cancelled(batch.tracker().batch());
            batch.cancel();
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

    /** Takes no more; stops what is under way, and waits until what it began is removed. */
    @Override
    public void close() {
        open = false;
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

    private void start(Batch batch) {
        RunningBatch running = new RunningBatch(batch, telemetry, tasks);
        batches.put(batch.id(), running);
        turns.execute(() -> {
            running.run(runner, limits.concurrentItems());
            ended(running);
        });
    }

    private void ended(RunningBatch batch) {
        try {
            journal.ended(batch.tracker().batch());
        } catch (RuntimeException e) {
            // It is taken up again after a restart, and then finds its targets done.
            LOG.atWarn()
                    .addKeyValue("batch", batch.tracker().batch().id())
                    .setCause(e)
                    .log("the end of a batch was not recorded");
        }
        List<BatchStatus> all =
                list().stream().filter(status -> status.state().ended()).toList();
        all.stream().skip(limits.keptBatches()).forEach(old -> batches.remove(old.id()));
    }

    private RunningBatch running(String id) {
        return Optional.ofNullable(batches.get(id)).orElseThrow(() -> StoreException.notFound("batch '" + id + "'"));
    }

    private static String lowerCase(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
