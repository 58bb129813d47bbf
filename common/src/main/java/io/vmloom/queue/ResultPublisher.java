package io.vmloom.queue;

import io.vmloom.fragment.TaskResult;

/** Where workers report. Thread-safe. */
public interface ResultPublisher extends AutoCloseable {
    /** Returns when the queue has it, at least once. Throws {@link io.vmloom.error.StoreException}. */
    void publish(TaskResult result);

    @Override
    void close();
}
