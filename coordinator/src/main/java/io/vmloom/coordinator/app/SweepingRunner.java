package io.vmloom.coordinator.app;

import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.BatchListener;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.pipeline.StagingSweep;
import io.vmloom.coordinator.schedule.Share;
import io.vmloom.coordinator.state.RecoveredBatch;
import io.vmloom.coordinator.state.StateWriter;
import io.vmloom.error.FencedException;
import io.vmloom.store.Stores;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Looks again, after a batch has ended, for what workers staged that stood still until then. As long as the process lives,
 * and the batch is its own and not under way again.
 */
public final class SweepingRunner implements BatchRunner {
    /** Most wake up when they have lost their lock; a host that was suspended may take longer. */
    private static final List<Duration> PAUSES =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(9), Duration.ofMinutes(50));

    private final BatchRunner runner;
    private final Stores stores;
    private final List<Duration> pauses;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    public SweepingRunner(BatchRunner runner, Stores stores) {
        this(runner, stores, PAUSES);
    }

    SweepingRunner(BatchRunner runner, Stores stores, List<Duration> pauses) {
        this.runner = runner;
        this.stores = stores;
        this.pauses = List.copyOf(pauses);
    }

    @Override
    public List<ItemReport> run(
            RecoveredBatch recovered, StateWriter log, Share share, BatchListener listener, Cancellation cancellation) {
        Batch batch = recovered.batch();
        underWay.add(batch.id());
        try {
            List<ItemReport> reports = runner.run(recovered, log, share, listener, cancellation);
            Thread.ofVirtual().name("late-sweep").start(() -> sweep(batch, log));
            return reports;
        } finally {
            underWay.remove(batch.id());
        }
    }

    @Override
    public void over(RecoveredBatch batch, StateWriter log) {
        runner.over(batch, log);
    }

    private void sweep(Batch batch, StateWriter log) {
        String itemIds = batch.id() + "-";
        Stores allowed = stores.onBehalfOf(batch.terms().tenant(), itemIds);
        try {
            for (Duration pause : pauses) {
                Thread.sleep(pause);
                log.append(); // of nothing: refused when the batch was left
                if (!underWay.contains(batch.id())) {
                    StagingSweep.run(allowed, itemIds, batch.items());
                }
            }
        } catch (FencedException e) {
            return; // another coordinator's, which may have it under way
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
