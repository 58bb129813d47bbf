package io.vmloom.coordinator.app;

import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.estimate.DryRun;
import io.vmloom.coordinator.estimate.Estimate;
import io.vmloom.coordinator.estimate.Throughput;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.error.ConversionException;
import io.vmloom.error.StoreException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what batches would take: one at a time, as each dry run takes as much memory as several items. Thread-safe. */
final class Preparation {
    private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

    private final DryRun dryRuns;
    private final Semaphore turn = new Semaphore(1);
    private final Cancellation closing = new Cancellation();

    Preparation(DryRun dryRuns) {
        this.dryRuns = dryRuns;
    }

    /** For somebody who waits for it; refused while another one is under way. */
    Estimate estimate(Batch batch) {
        if (!turn.tryAcquire()) {
            throw StoreException.unavailable("the coordinator", "it is at a dry run already; try again later", null);
        }
        try {
            return dryRuns.run(batch, Throughput.USUAL, closing);
        } finally {
            turn.release();
        }
    }

    /** Tells the batch what it would take; whoever has to say go may do so without. */
    void prepare(RunningBatch batch) {
        try {
            turn.acquire();
            try {
                Cancellation ending = new Cancellation();
                closing.whenCancelled(ending::cancel);
                batch.whenCancelled(ending::cancel);
                batch.prepared(Optional.of(dryRuns.run(batch.recovered().batch(), Throughput.USUAL, ending)));
            } finally {
                turn.release();
            }
        } catch (ConversionException e) {
            LOG.atWarn().addKeyValue("batch", batch.id()).setCause(e).log("what a batch would take is not known");
            batch.prepared(Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives up what is under way. */
    void stop() {
        closing.cancel();
    }
}
