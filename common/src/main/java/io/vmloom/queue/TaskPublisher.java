package io.vmloom.queue;

import io.vmloom.task.Task;

/** Where the coordinator puts tasks. */
public interface TaskPublisher extends AutoCloseable {
    /**
     * Makes a task available to some worker, at least once; returns when the queue has it. Throws
     * {@link io.vmloom.error.StoreException}. May block for seconds: never call it on an event loop.
     */
    void publish(Task task);

    @Override
    void close();
}
