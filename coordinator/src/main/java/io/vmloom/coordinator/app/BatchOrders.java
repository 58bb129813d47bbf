package io.vmloom.coordinator.app;

import io.vmloom.coordinator.schedule.Schedule;
import io.vmloom.coordinator.state.RecoveredBatch;
import io.vmloom.coordinator.state.Recovery;
import io.vmloom.coordinator.state.StateLog;
import io.vmloom.coordinator.state.StateRecord;
import io.vmloom.coordinator.status.BatchStatus;
import io.vmloom.coordinator.status.ItemState;
import io.vmloom.coordinator.terms.Priority;
import io.vmloom.error.ConflictException;
import io.vmloom.error.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;

/**
 * What somebody may have done with a batch that was taken. Every order is recorded before it is answered, and may be given
 * again. {@code NOT_FOUND} when no batch is known by the id. Thread-safe; calls block.
 */
public final class BatchOrders {
    private final OwnedBatches batches;
    private final StateLog log;
    private final Schedule schedule;
    private final WorkerNotice notice;
    private final Lock changing;

    /** @param changing held while batches begin or are forgotten */
    BatchOrders(OwnedBatches batches, StateLog log, Schedule schedule, WorkerNotice notice, Lock changing) {
        this.batches = batches;
        this.log = log;
        this.schedule = schedule;
        this.notice = notice;
        this.changing = changing;
    }

    /** Stops a batch and has removed what was begun; nothing happens when it has ended. Answers before that is done. */
    public BatchStatus cancel(String id) {
        return change(id, batch -> {
            log.append(new StateRecord.CancelRequested(id, Instant.now()));
            batch.cancel();
            Thread.ofVirtual().name("cancel-" + id).start(() -> notice.cancelled(id));
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
        changing.lock();
        try {
            return batches.ordered(id, batch -> {
                requireEnd(batch, "what fails in it can be tried again when it has");
                if (hasFailures(batch)) {
                    reopen(id);
                }
                return batches.get(id).tracker().status();
            });
        } finally {
            changing.unlock();
        }
    }

    /**
     * Forgets a batch for good: its manifest, its report, and its client's token. What it wrote stays where it is.
     * {@code CONFLICT} when it has not ended.
     */
    public void purge(String id) {
        changing.lock();
        try {
            batches.ordered(id, batch -> {
                requireEnd(batch, "cancel it before it is purged");
                batches.forget(batch);
                return batch;
            });
        } finally {
            changing.unlock();
        }
    }

    private BatchStatus change(String id, Consumer<RunningBatch> change) {
        return batches.ordered(id, batch -> {
            if (!batch.hasEnded()) {
                change.accept(batch);
                schedule.review();
            }
            return batch.tracker().status();
        });
    }

    private void reopen(String id) {
        RecoveredBatch recorded =
                Recovery.one(log, id).orElseThrow(() -> StoreException.notFound("the record of batch " + id));
        if (recorded.orders().cancelled()) {
            notice.revoked(id);
        }
        batches.start(Recovery.reopen(log, recorded, Instant.now()));
    }

    private static boolean hasFailures(RunningBatch batch) {
        Map<ItemState, Integer> items = batch.tracker().status().items();
        return items.getOrDefault(ItemState.Ended.FAILED, 0) > 0
                || items.getOrDefault(ItemState.Ended.CANCELLED, 0) > 0;
    }

    private static void requireEnd(RunningBatch batch, String advice) {
        if (!batch.hasEnded()) {
            throw new ConflictException("batch '" + batch.id() + "' has not ended; " + advice);
        }
    }
}
