package io.vmloom.coordinator.app;

import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.BatchListener;
import io.vmloom.coordinator.job.ItemReport;
import java.util.List;

/** Runs one batch to its end, as {@link Coordinator#run} does. */
@FunctionalInterface
public interface BatchRunner {
    List<ItemReport> run(Batch batch, int concurrentItems, BatchListener listener, Cancellation cancellation);
}
