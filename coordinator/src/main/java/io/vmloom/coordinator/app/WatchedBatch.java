package io.vmloom.coordinator.app;

import io.vmloom.coordinator.job.BatchListener;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.job.ItemStage;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.coordinator.watch.ItemWatch;
import io.vmloom.coordinator.watch.WorkEvent;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps what can be watched of a batch's items, and passes on what it hears. Thread-safe; an item's calls come one by one. */
final class WatchedBatch implements BatchListener {
    private final Watch watch;
    private final String batch;
    private final BatchListener next;
    private final Map<String, ItemStage> stages = new ConcurrentHashMap<>();

    WatchedBatch(Watch watch, String batch, BatchListener next) {
        this.watch = watch;
        this.batch = batch;
        this.next = next;
    }

    @Override
    public void progress(ConversionRequest item, ItemStage stage, long doneBytes, long totalBytes) {
        ItemWatch watched = watch.begin(item.id());
        if (stages.put(item.id(), stage) != stage) {
            switch (stage) {
                case INSPECTING -> watched.inspecting();
                case VERIFYING -> watched.verifying();
                case UNPACKING, CONVERTING, STITCHING -> {}
            }
        }
        next.progress(item, stage, doneBytes, totalBytes);
    }

    @Override
    public void work(ConversionRequest item, WorkEvent event) {
        watch.begin(item.id()).hear(event);
        watch.batch(batch).hear(event);
        next.work(item, event);
    }

    @Override
    public void finished(ItemReport report) {
        stages.remove(report.request().id());
        watch.item(report.request().id()).ifPresent(watched -> end(watched, report.outcome()));
        next.finished(report);
    }

    @Override
    public void reportFailed(String problem) {
        next.reportFailed(problem);
    }

    private static void end(ItemWatch watched, ItemOutcome outcome) {
        switch (outcome) {
            case ItemOutcome.Succeeded done -> watched.succeeded(done.verified() != VerifyLevel.NONE);
            case ItemOutcome.Skipped _, ItemOutcome.Assembled _ -> watched.succeeded(false);
            case ItemOutcome.Failed _ -> watched.failed();
        }
    }
}
