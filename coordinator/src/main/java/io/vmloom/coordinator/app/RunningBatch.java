package io.vmloom.coordinator.app;

import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.state.RecoveredBatch;
import io.vmloom.coordinator.status.BatchTracker;
import io.vmloom.error.ErrorCode;
import io.vmloom.telemetry.Telemetry;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/** A batch of the service from its submission on. Thread-safe. */
final class RunningBatch {
    private final RecoveredBatch recovered;
    private final BatchTracker tracker;
    private final BatchMeter meter;
    private final Cancellation cancellation = new Cancellation();
    private final AtomicBoolean taken = new AtomicBoolean();

    RunningBatch(RecoveredBatch recovered, Telemetry telemetry, TaskMeter tasks) {
        this.recovered = recovered;
        tracker = new BatchTracker(recovered.batch(), recovered.submitted(), System::nanoTime);
        meter = new BatchMeter(telemetry, tasks, tracker);
        if (recovered.cancelled()) {
            cancel();
        }
    }

    /** One that is over, as its records tell it. */
    static RunningBatch over(RecoveredBatch recovered, Telemetry telemetry, TaskMeter tasks) {
        RunningBatch batch = new RunningBatch(recovered, telemetry, tasks);
        for (ConversionRequest item : recovered.batch().items()) {
            recovered
                    .history(item)
                    .ended()
                    .ifPresent(end -> batch.tracker.finished(new ItemReport(item, end.outcome(), end.took())));
        }
        batch.taken.set(true);
        batch.tracker.end(
                ErrorCode.INTERNAL, "has no recorded end", recovered.ended().orElse(Instant.EPOCH));
        return batch;
    }

    RecoveredBatch recovered() {
        return recovered;
    }

    BatchTracker tracker() {
        return tracker;
    }

    /** What runs of it ends soon, and what is begun is removed; it may have to be run for that. */
    void cancel() {
        tracker.cancel();
        cancellation.cancel();
    }

    /** Whether the caller is the first one, and has to run it. */
    boolean take() {
        return taken.compareAndSet(false, true);
    }

    /** Throws what {@link Coordinator#resume} throws, and has not ended then. */
    void run(BatchRunner runner, int concurrentItems) {
        tracker.begin();
        runner.run(recovered, concurrentItems, meter, cancellation);
        tracker.end(ErrorCode.INTERNAL, "was given no report", Instant.now());
    }
}
