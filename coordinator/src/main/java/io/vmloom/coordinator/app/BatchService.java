package io.vmloom.coordinator.app;

import io.vmloom.coordinator.estimate.DryRun;
import io.vmloom.coordinator.estimate.Estimate;
import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.coordinator.manifest.Manifest;
import io.vmloom.coordinator.schedule.Schedule;
import io.vmloom.coordinator.state.StateLog;
import io.vmloom.coordinator.status.BatchStatus;
import io.vmloom.coordinator.status.BatchTracker;
import io.vmloom.error.ConversionException;
import io.vmloom.error.StoreException;
import io.vmloom.queue.CancelPublisher;
import io.vmloom.queue.PartitionOwners;
import io.vmloom.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Batches of a process that stays: taken one after the other, some of them under way at once, asked for by id. Thread-safe;
 * calls may block, so they stay away from event loops.
 */
public final class BatchService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchService.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final OwnedBatches batches;
    private final BatchIntake intake;
    private final BatchOrders orders;
    private final Preparation preparation;
    private final ServiceLimits limits;
    private final TaskMeter tasks;
    private final StatusGauges gauges;
    private final Watch watch;
    private final Lock changing = new ReentrantLock();
    private volatile boolean open = true;

    /**
     * Has nothing to do until {@link #member} claims partitions.
     *
     * @param schedule the runner's
     * @param log not closed here
     * @param cancellations not closed here
     * @param tasks counts what the runner gives out
     * @param watch not closed here
     */
    public BatchService(
            BatchRunner runner,
            Schedule schedule,
            StateLog log,
            CancelPublisher cancellations,
            ServiceLimits limits,
            Telemetry telemetry,
            TaskMeter tasks,
            Watch watch,
            DryRun dryRuns) {
        this.watch = watch;
        this.limits = limits;
        this.tasks = tasks;
        gauges = new StatusGauges(telemetry);
        BatchMeter.begin(telemetry);
        WorkerNotice notice = new WorkerNotice(cancellations);
        preparation = new Preparation(dryRuns);
        batches = new OwnedBatches(runner, log, preparation, notice, telemetry, tasks, watch);
        intake = new BatchIntake(batches, log, limits.openBatches(), changing);
        orders = new BatchOrders(batches, log, schedule, notice, changing);
    }

    /** By which it takes its part of the state's partitions. */
    public PartitionOwners.Member member() {
        return batches;
    }

    /** The partitions of the state that are this coordinator's now. */
    public Set<Integer> owned() {
        return batches.owned();
    }

    /** Whether batches are taken. */
    public boolean isOpen() {
        return open && !batches.owned().isEmpty();
    }

    /**
     * Takes a batch and answers its id; by then it is recorded. What is sent again under the token of its client is the same
     * batch; {@code CONFLICT} when it is not the same document.
     */
    public String submit(Manifest manifest) {
        requireOpen();
        return intake.take(manifest);
    }

    /** What a batch would take; nothing of it is recorded. Blocks for minutes when it has thousands of items. */
    public Estimate estimate(Manifest manifest) {
        requireOpen();
        return preparation.estimate(manifest.batch(BatchIds.next()));
    }

    private void requireOpen() {
        if (!isOpen()) {
            throw StoreException.unavailable(
                    "the coordinator", "it is starting or stopping; submit again in a moment", null);
        }
    }

    /** All that are known, the youngest first. */
    public List<BatchStatus> list() {
        return batches.all().stream()
                .map(batch -> batch.tracker().status())
                .sorted(Comparator.comparing(BatchStatus::submitted)
                        .thenComparing(BatchStatus::id)
                        .reversed())
                .toList();
    }

    /** How one batch goes; {@code NOT_FOUND} when none is known by this id. */
    public BatchTracker batch(String id) {
        return batches.get(id).tracker();
    }

    /** What may be done with a batch that was taken. */
    public BatchOrders orders() {
        return orders;
    }

    /** What can be watched of the work. */
    public Watch watch() {
        return watch;
    }

    /** Tasks of this coordinator that wait or run. */
    public long backlog() {
        return tasks.backlog();
    }

    /** Sets the gauges to what is now. */
    public void measure() {
        tasks.measure(item -> batches.find(BatchIds.ofItem(item)).isPresent());
        gauges.measure(
                batches.owned().size(),
                batches.all().stream().map(RunningBatch::tracker).toList());
    }

    /** Forgets what has ended and is kept no longer; to be called now and then. What can not be forgotten now is later. */
    public void forgetOldOnes(Instant now) {
        changing.lock();
        try {
            for (BatchStatus old : limits.old(list(), now)) {
                batches.find(old.id()).ifPresent(batches::forget);
            }
        } catch (ConversionException e) {
            LOG.atWarn().setCause(e).log("old batches could not be forgotten");
        } finally {
            changing.unlock();
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
        preparation.stop();
        batches.stop(PATIENCE);
    }

    /** What is thrown when no batch is known by an id. */
    public static StoreException unknown(String id) {
        return StoreException.notFound("batch '" + id + "'");
    }
}
