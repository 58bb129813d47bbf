package io.vmloom.coordinator.app;

import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.job.BatchListener;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.schedule.Share;
import io.vmloom.coordinator.state.RecoveredBatch;
import io.vmloom.coordinator.state.StateWriter;
import java.util.List;

/** Runs one submitted batch to its end, as {@link Coordinator#resume} does. */
@FunctionalInterface
public interface BatchRunner {
    List<ItemReport> run(
            RecoveredBatch batch, StateWriter log, Share share, BatchListener listener, Cancellation cancellation);

    /**
     * Hears of a batch that was over when it was taken up.
     *
     * @param log as of {@link #run}
     */
    default void over(RecoveredBatch batch, StateWriter log) {}
}
