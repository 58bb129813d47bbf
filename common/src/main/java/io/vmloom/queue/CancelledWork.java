package io.vmloom.queue;

import io.vmloom.task.TaskId;

/**
 * Whose work nobody waits for any more, as far as this worker has heard: tasks of it are acknowledged and not done.
 * Whoever hears late works in vain, nothing else. Thread-safe.
 */
public interface CancelledWork extends AutoCloseable {
    /** Where nothing is ever cancelled, because coordinator and workers end together. */
    CancelledWork NONE = new CancelledWork() {
        @Override
        public boolean contains(TaskId task) {
            return false;
        }

        @Override
        public void close() {}
    };

    /** Asked often; answers at once. */
    boolean contains(TaskId task);

    @Override
    void close();
}
