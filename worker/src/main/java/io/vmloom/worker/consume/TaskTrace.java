package io.vmloom.worker.consume;

import io.vmloom.fragment.TaskResult;
import io.vmloom.fragment.WorkStats;
import io.vmloom.queue.Delivery;
import io.vmloom.task.TaskId;
import io.vmloom.telemetry.TraceSpan;
import io.vmloom.telemetry.Traces;
import java.util.Locale;

/** The span of one delivery of a task, in the trace of its item. Used by the slot's thread. */
final class TaskTrace implements AutoCloseable {
    private final TraceSpan span;

    TaskTrace(Delivery delivery) {
        TaskId id = delivery.task().id();
        span = Traces.goOn("task " + id.kind().name().toLowerCase(Locale.ROOT), delivery.trace())
                .set("vmloom.task", id.toString())
                .set("vmloom.item", id.item())
                .set("vmloom.attempt", id.attempt());
    }

    void end(TaskResult result) {
        switch (result) {
            case TaskResult.Converted converted -> count(converted.stats());
            case TaskResult.Digested digested -> count(digested.stats());
            case TaskResult.Hashed hashed -> count(hashed.stats());
            case TaskResult.ComposedPart _ -> {}
            case TaskResult.ComposedObject _ -> {}
            case TaskResult.Failed failed ->
                span.set("vmloom.code", failed.code().name()).fail(failed.message());
        }
    }

    private void count(WorkStats stats) {
        span.set("vmloom.source.bytes", stats.sourceBytes())
                .set("vmloom.guest.bytes", stats.guestBytes())
                .set("vmloom.target.bytes", stats.targetBytes());
    }

    @Override
    public void close() {
        span.close();
    }
}
