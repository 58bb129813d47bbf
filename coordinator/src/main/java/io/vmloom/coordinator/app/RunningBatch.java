package io.vmloom.coordinator.app;

import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.status.BatchTracker;
import io.vmloom.error.ErrorCode;
import io.vmloom.telemetry.Telemetry;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A batch of the service from its submission on. Thread-safe. */
final class RunningBatch {
    private static final Logger LOG = LoggerFactory.getLogger(RunningBatch.class);

    private final BatchTracker tracker;
    private final BatchMeter meter;
    private final Cancellation cancellation = new Cancellation();
    private final AtomicBoolean taken = new AtomicBoolean();

    RunningBatch(Batch batch, Telemetry telemetry, TaskMeter tasks) {
        tracker = new BatchTracker(batch, InstantSource.system(), System::nanoTime);
        meter = new BatchMeter(telemetry, tasks, tracker);
    }

    BatchTracker tracker() {
        return tracker;
    }

    /** Whoever comes first, its turn or its cancellation, decides whether it runs. */
    void cancel() {
        tracker.cancel();
        cancellation.cancel();
        if (taken.compareAndSet(false, true)) {
            tracker.end(ErrorCode.CANCELLED, "was cancelled before it began");
        }
    }

    void run(BatchRunner runner, int concurrentItems) {
        if (!taken.compareAndSet(false, true)) {
            return;
        }
        tracker.begin();
        try {
            runner.run(tracker.batch(), concurrentItems, meter, cancellation);
            tracker.end(ErrorCode.INTERNAL, "was given no report");
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("batch", tracker.batch().id())
                    .setCause(e)
                    .log("a batch broke off");
            tracker.end(ErrorCode.INTERNAL, "was given up when its batch broke off: " + e.getMessage());
        }
    }
}
