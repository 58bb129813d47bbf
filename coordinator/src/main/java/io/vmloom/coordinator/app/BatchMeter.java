package io.vmloom.coordinator.app;

import io.vmloom.coordinator.job.BatchListener;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.job.ItemStage;
import io.vmloom.coordinator.watch.WorkEvent;
import io.vmloom.telemetry.Metric;
import io.vmloom.telemetry.Telemetry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Counts what a batch does by stage and format, and passes it on. Thread-safe; an item's calls come one by one. */
final class BatchMeter implements BatchListener {
    private static final String SUCCEEDED = "succeeded";
    private static final String SKIPPED = "skipped";
    private static final String FAILED = "failed";

    private final Telemetry telemetry;
    private final TaskMeter tasks;
    private final BatchListener next;
    private final Map<String, Mark> marks = new ConcurrentHashMap<>();

    BatchMeter(Telemetry telemetry, TaskMeter tasks, BatchListener next) {
        this.telemetry = telemetry;
        this.tasks = tasks;
        this.next = next;
    }

    /** Zeros, before the first item ends. */
    static void begin(Telemetry telemetry) {
        List.of(SUCCEEDED, SKIPPED, FAILED).forEach(state -> telemetry.add(Metric.ITEMS_ENDED, 0, state));
    }

    /** Up to where an item has been counted. */
    private record Mark(ItemStage stage, long doneBytes, long nanos) {}

    @Override
    public void progress(ConversionRequest item, ItemStage stage, long doneBytes, long totalBytes) {
        Mark now = new Mark(stage, doneBytes, System.nanoTime());
        Mark before = marks.put(item.id(), now);
        if (before != null) {
            count(item, before, now.nanos());
            if (before.stage() == stage) {
                telemetry.add(
                        Metric.STAGE_BYTES,
                        Math.max(0, doneBytes - before.doneBytes()),
                        stage.label(),
                        item.targetFormat());
            }
        }
        next.progress(item, stage, doneBytes, totalBytes);
    }

    @Override
    public void finished(ItemReport report) {
        Mark last = marks.remove(report.request().id());
        if (last != null) {
            count(report.request(), last, System.nanoTime());
        }
        tasks.forget(report.request().id());
        telemetry.add(Metric.ITEMS_ENDED, 1, ending(report.outcome()));
        next.finished(report);
    }

    @Override
    public void work(ConversionRequest item, WorkEvent event) {
        next.work(item, event);
    }

    @Override
    public void reportFailed(String problem) {
        next.reportFailed(problem);
    }

    private void count(ConversionRequest item, Mark since, long nanos) {
        telemetry.add(
                Metric.STAGE_SECONDS,
                (nanos - since.nanos()) / (double) TimeUnit.SECONDS.toNanos(1),
                since.stage().label(),
                item.targetFormat());
    }

    private static String ending(ItemOutcome outcome) {
        return switch (outcome) {
            case ItemOutcome.Succeeded _, ItemOutcome.Assembled _ -> SUCCEEDED;
            case ItemOutcome.Skipped _ -> SKIPPED;
            case ItemOutcome.Failed _ -> FAILED;
        };
    }
}
