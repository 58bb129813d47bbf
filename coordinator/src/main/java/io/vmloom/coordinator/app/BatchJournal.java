package io.vmloom.coordinator.app;

import io.vmloom.coordinator.job.Batch;
import java.util.List;

/**
 * What a service must not forget when its process ends. Calls block until it is kept, and throw a
 * {@link io.vmloom.error.ConversionException} when it is not.
 */
public interface BatchJournal {
    /** Forgets everything: batches end with the process. */
    BatchJournal NONE = new BatchJournal() {
        @Override
        public void submitted(Batch batch) {}

        @Override
        public void cancelled(Batch batch) {}

        @Override
        public void ended(Batch batch) {}

        @Override
        public List<Batch> unfinished() {
            return List.of();
        }
    };

    /** Before anybody is told that the batch was taken. */
    void submitted(Batch batch);

    /** Before anything of it is stopped. */
    void cancelled(Batch batch);

    /** After its last item has ended. */
    void ended(Batch batch);

    /** What was submitted and has not ended, oldest first; asked once, before anything is submitted. */
    List<Batch> unfinished();
}
