package io.vmloom.coordinator.job;

import io.vmloom.coordinator.watch.WorkEvent;

/** Hears how far an item is; called from the item's own thread, and must return quickly. */
@FunctionalInterface
public interface ProgressListener {
    ProgressListener NONE = (item, stage, doneBytes, totalBytes) -> {};

    /**
     * @param doneBytes source data bytes finished in this stage
     * @param totalBytes source data bytes known for this stage, 0 where that has no meaning
     */
    void progress(ConversionRequest item, ItemStage stage, long doneBytes, long totalBytes);

    /** Something happened to the work of an item, for whoever wants to know that much. */
    default void work(ConversionRequest item, WorkEvent event) {}
}
