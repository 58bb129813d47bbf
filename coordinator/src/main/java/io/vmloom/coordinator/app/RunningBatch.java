package io.vmloom.coordinator.app;

import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.estimate.Estimate;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.schedule.Share;
import io.vmloom.coordinator.state.LeavableWriter;
import io.vmloom.coordinator.state.RecoveredBatch;
import io.vmloom.coordinator.state.StateWriter;
import io.vmloom.coordinator.status.BatchState;
import io.vmloom.coordinator.status.BatchTracker;
import io.vmloom.coordinator.terms.Priority;
import io.vmloom.error.ErrorCode;
import io.vmloom.telemetry.Telemetry;
import java.time.Instant;
import java.util.Optional;

/** A batch of the service from its submission on, or from when it was taken up again. Thread-safe. */
final class RunningBatch {
    private final RecoveredBatch recovered;
    private final LeavableWriter log;
    private final BatchTracker tracker;
    private final BatchMeter meter;
    private final TaskMeter tasks;
    private final Share share;
    private final Cancellation cancellation = new Cancellation();
    private boolean paused;
    private boolean unconfirmed;

    /** @param log not closed here */
    RunningBatch(RecoveredBatch recovered, StateWriter log, Telemetry telemetry, TaskMeter tasks, Watch watch) {
        this.recovered = recovered;
        this.log = new LeavableWriter(log);
        tracker = new BatchTracker(recovered.batch(), recovered.submitted(), System::nanoTime);
        this.tasks = tasks;
        meter = new BatchMeter(telemetry, tasks, watch.watched(recovered.batch().id(), tracker));
        share = new Share(recovered.batch().terms());
        recovered.orders().priority().ifPresent(this::prioritize);
        if (recovered.waitsForConfirmation()) {
            unconfirmed = true;
            tracker.askForConfirmation();
        }
        if (recovered.orders().paused()) {
            pause();
        }
        if (recovered.orders().cancelled()) {
            cancel();
        }
        hold();
    }

    /** One that is over, as its records tell it. */
    static RunningBatch over(RecoveredBatch recovered, Telemetry telemetry, TaskMeter tasks, Watch watch) {
        RunningBatch batch = new RunningBatch(recovered, StateWriter.NONE, telemetry, tasks, watch);
        for (ConversionRequest item : recovered.batch().items()) {
            recovered.history(item).report(item).ifPresent(batch.tracker::finished);
        }
        batch.tracker.end(
                ErrorCode.INTERNAL, "has no recorded end", recovered.ended().orElse(Instant.EPOCH));
        return batch;
    }

    RecoveredBatch recovered() {
        return recovered;
    }

    String id() {
        return recovered.batch().id();
    }

    BatchTracker tracker() {
        return tracker;
    }

    boolean hasEnded() {
        return tracker.status().state() instanceof BatchState.Ended;
    }

    /** Its threads end, and touch nothing more: somebody else goes on with it. */
    void leave() {
        log.leave();
        tracker.leave();
        cancellation.cancel(ErrorCode.FENCED, "is another coordinator's by now");
        tasks.forgetBatch(id());
    }

    boolean hasLeft() {
        return tracker.hasLeft();
    }

    void whenCancelled(Runnable told) {
        cancellation.whenCancelled(told);
    }

    /** What runs of it ends soon, and what is begun is removed. */
    void cancel() {
        tracker.cancel();
        cancellation.cancel();
    }

    /** What is under way is finished; nothing more is given out. */
    synchronized void pause() {
        paused = true;
        tracker.pause();
        hold();
    }

    synchronized void resume() {
        paused = false;
        tracker.resume();
        hold();
    }

    /** @param estimate for whoever has to say go */
    void prepared(Optional<Estimate> estimate) {
        tracker.prepared(estimate);
    }

    synchronized void confirm() {
        unconfirmed = false;
        tracker.begin();
        hold();
    }

    void prioritize(Priority priority) {
        share.prioritize(priority);
        tracker.prioritize(priority);
    }

    /** Throws what {@link Coordinator#resume} throws, and has not ended then. */
    void run(BatchRunner runner) {
        begin();
        runner.run(recovered, log, share, meter, cancellation);
        tracker.end(ErrorCode.INTERNAL, "was given no report", Instant.now());
    }

    private synchronized void begin() {
        if (!unconfirmed) {
            tracker.begin();
        }
    }

    private synchronized void hold() {
        if (paused || unconfirmed) {
            share.hold();
        } else {
            share.release();
        }
    }
}
