package io.vmloom.coordinator.job;

/** Hears how a batch goes on; called by the threads of the items, several at once, and must return quickly. */
public interface BatchListener extends ProgressListener {
    BatchListener NONE = new BatchListener() {
        @Override
        public void progress(ConversionRequest item, ItemStage stage, long doneBytes, long totalBytes) {}

        @Override
        public void finished(ItemReport report) {}
    };

    void finished(ItemReport report);

    /** The report that was wanted could not be put into its place. */
    default void reportFailed(String problem) {}
}
