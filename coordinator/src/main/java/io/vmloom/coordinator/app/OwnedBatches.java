package io.vmloom.coordinator.app;

import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.coordinator.state.RecoveredBatch;
import io.vmloom.coordinator.state.Recovery;
import io.vmloom.coordinator.state.StateLog;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.FencedException;
import io.vmloom.error.InternalException;
import io.vmloom.error.StoreException;
import io.vmloom.queue.PartitionOwners;
import io.vmloom.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Gatherers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batches of those partitions of the state that are this coordinator's, each under way or over. A partition in which
 * nothing can be recorded is left, and with it all that runs of it; whoever has it next, here or elsewhere, goes on from
 * the log. Thread-safe.
 */
final class OwnedBatches implements PartitionOwners.Member {
    private static final Logger LOG = LoggerFactory.getLogger(OwnedBatches.class);

    /** Each waits for the brokers. */
    private static final int REPLAYS = 16;

    private final BatchRunner runner;
    private final StateLog log;
    private final Preparation preparation;
    private final WorkerNotice notice;
    private final Telemetry telemetry;
    private final TaskMeter tasks;
    private final Watch watch;
    private final Map<String, RunningBatch> batches = new ConcurrentHashMap<>();
    private final Set<Integer> owned = ConcurrentHashMap.newKeySet();
    private final Lock owning = new ReentrantLock();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("batch-", 0).factory());
    private volatile boolean closing;

    OwnedBatches(
            BatchRunner runner,
            StateLog log,
            Preparation preparation,
            WorkerNotice notice,
            Telemetry telemetry,
            TaskMeter tasks,
            Watch watch) {
        this.watch = watch;
        this.runner = runner;
        this.log = log;
        this.preparation = preparation;
        this.notice = notice;
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
        owning.lock();
        try {
            known.forEach(this::recover);
            owned.addAll(partitions); // when all are here: who asks for one is not to hear that there is none
        } finally {
            owning.unlock();
        }
        tell("partitions claimed", partitions);
    }

    /** Stops what belongs to these partitions, and touches nothing of it any more. */
    @Override
    public void leave(Set<Integer> partitions) {
        owning.lock();
        try {
            owned.removeAll(partitions);
            for (RunningBatch batch : batches.values()) {
                if (partitions.contains(BatchIds.partition(batch.id()))) {
                    batches.remove(batch.id(), batch);
                    batch.leave();
                }
            }
            log.leave(partitions);
        } finally {
            owning.unlock();
        }
        tell("partitions left", partitions);
    }

    /** Nothing can be recorded of this batch any more. */
    void lose(String id, Exception cause) {
        LOG.atWarn().addKeyValue("batch", id).setCause(cause).log("a batch is left, with its partition");
        leave(Set.of(BatchIds.partition(id)));
    }

    Collection<RunningBatch> all() {
        return batches.values();
    }

    Optional<RunningBatch> find(String id) {
        return Optional.ofNullable(batches.get(id));
    }

    /** {@code NOT_FOUND} when none is known by this id. */
    RunningBatch get(String id) {
        return find(id).orElseThrow(() -> BatchService.unknown(id));
    }

    /** Carries out an order upon a batch; when it turns out to be another coordinator's, it is left. */
    <T> T ordered(String id, Function<RunningBatch, T> order) {
        try {
            return order.apply(get(id));
        } catch (FencedException e) {
            lose(id, e);
            throw isBeingReplaced();
        }
    }

    /** Begins, or goes on with, a batch that is recorded. */
    void start(RecoveredBatch recovered) {
        RunningBatch batch = new RunningBatch(recovered, log, telemetry, tasks, watch);
        batches.put(batch.id(), batch);
        if (recovered.waitsForConfirmation()) {
            threads.execute(() -> preparation.prepare(batch));
        }
        threads.execute(() -> {
            if (recovered.orders().cancelled()) {
                notice.cancelled(batch.id());
            }
            run(batch);
        });
    }

    /** For good, its records too. */
    void forget(RunningBatch batch) {
        Recovery.forget(log, batch.recovered());
        batches.remove(batch.id(), batch);
        LOG.atInfo().addKeyValue("batch", batch.id()).log("batch forgotten");
    }

    /** Stops what is under way, and waits until what it began is removed. */
    void stop(Duration patience) {
        closing = true;
        batches.values().forEach(RunningBatch::cancel);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.atWarn().log("batches did not end in time; what they began may be left");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is thrown to those who may ask another coordinator, or this one again. */
    static StoreException isBeingReplaced() {
        return StoreException.unavailable("the coordinator", "it is being replaced; ask again in a moment", null);
    }

    private void recover(RecoveredBatch recovered) {
        if (recovered.over()) {
            RunningBatch batch = RunningBatch.over(recovered, telemetry, tasks, watch);
            batches.put(batch.id(), batch);
            runner.over(recovered, log);
        } else {
            LOG.atInfo().addKeyValue("batch", recovered.batch().id()).log("going on with a batch");
            start(recovered);
        }
    }

    private void run(RunningBatch batch) {
        try {
            batch.run(runner);
            LOG.atInfo()
                    .addKeyValue("batch", batch.id())
                    .addKeyValue("state", batch.tracker().status().state())
                    .log("batch ended");
        } catch (InternalException e) {
            LOG.atError().addKeyValue("batch", batch.id()).setCause(e).log("a batch broke off");
            batch.tracker().end(ErrorCode.INTERNAL, "was given up: " + e.getMessage(), Instant.now());
        } catch (RuntimeException e) {
            // Others of its items may still be under way: they are left too, and taken up again from the log.
            if (!closing && !batch.hasLeft()) {
                lose(batch.id(), e);
            }
        }
    }

    private void tell(String what, Set<Integer> partitions) {
        LOG.atInfo()
                .addKeyValue("partitions", partitions.size())
                .addKeyValue("all", owned.size())
                .log(what);
    }
}
