package io.vmloom.worker.consume;

import io.vmloom.fragment.TaskResult;
import io.vmloom.fragment.WorkStats;
import io.vmloom.task.EncoderSpec;
import io.vmloom.task.Task;
import io.vmloom.telemetry.Metric;
import io.vmloom.telemetry.Telemetry;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Counts what the slots of a worker do. Thread-safe. */
final class TaskMeter {
    private final Telemetry telemetry;

    TaskMeter(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    void slots(int count) {
        telemetry.add(Metric.SLOTS, count);
    }

    /** Runs a delivered task and counts it. */
    TaskResult measure(Task task, Function<Task, TaskResult> runner) {
        String kind = task.id().kind().name().toLowerCase(Locale.ROOT);
        telemetry.add(Metric.DELIVERIES, 1, kind);
        telemetry.add(Metric.IN_FLIGHT, 1);
        long started = System.nanoTime();
        try {
            TaskResult result = runner.apply(task);
            count(task, kind, result);
            return result;
        } finally {
            telemetry.add(Metric.IN_FLIGHT, -1);
            telemetry.add(
                    Metric.TASK_SECONDS, (System.nanoTime() - started) / (double) TimeUnit.SECONDS.toNanos(1), kind);
        }
    }

    private void count(Task task, String kind, TaskResult result) {
        telemetry.add(Metric.TASKS, 1, kind, outcome(result));
        switch (result) {
            case TaskResult.Converted converted -> {
                count(kind, converted.stats());
                telemetry.add(Metric.WRITTEN_BYTES, converted.fragmentBytes(), encoder(task));
                telemetry.add(Metric.KEPT_UNITS, converted.stats().keptUnits(), encoder(task));
            }
            case TaskResult.Digested digested -> count(kind, digested.stats());
            case TaskResult.Hashed hashed -> count(kind, hashed.stats());
            case TaskResult.ComposedPart _ -> {}
            case TaskResult.ComposedObject _ -> {}
            case TaskResult.Failed _ -> {}
        }
    }

    private void count(String kind, WorkStats stats) {
        telemetry.add(Metric.READ_BYTES, stats.sourceBytes(), kind);
        telemetry.add(Metric.GUEST_BYTES, stats.guestBytes(), kind);
        telemetry.add(Metric.ZERO_BYTES, stats.zeroBytes(), kind);
    }

    private static String outcome(TaskResult result) {
        return result instanceof TaskResult.Failed failed ? failed.code().name().toLowerCase(Locale.ROOT) : "done";
    }

    private static String encoder(Task task) {
        if (!(task instanceof Task.Convert convert)) {
            return "none";
        }
        return switch (convert.encoder()) {
            case EncoderSpec.Identity _ -> "identity";
            case EncoderSpec.PackedPlain _ -> "packed-plain";
            case EncoderSpec.PackedCompressed _ -> "packed-compressed";
            case EncoderSpec.MarkedStream _ -> "marked-stream";
            case EncoderSpec.Streams _ -> "streams";
            case EncoderSpec.Encrypted _ -> "encrypted";
        };
    }
}
