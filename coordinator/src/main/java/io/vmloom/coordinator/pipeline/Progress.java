package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemStage;
import io.vmloom.coordinator.job.ProgressListener;
import io.vmloom.coordinator.watch.WorkEvent;

/** How far one item is in its present stage. */
final class Progress {
    private final ConversionRequest item;
    private final ProgressListener listener;
    private ItemStage stage = ItemStage.INSPECTING;
    private long doneBytes;
    private long totalBytes;

    Progress(ConversionRequest item, ProgressListener listener) {
        this.item = item;
        this.listener = listener;
    }

    void enter(ItemStage next, long bytes) {
        stage = next;
        doneBytes = 0;
        totalBytes = bytes;
        listener.progress(item, stage, 0, bytes);
    }

    void work(WorkEvent event) {
        listener.work(item, event);
    }

    void add(long bytes) {
        doneBytes += bytes;
        listener.progress(item, stage, doneBytes, Math.max(doneBytes, totalBytes));
    }
}
