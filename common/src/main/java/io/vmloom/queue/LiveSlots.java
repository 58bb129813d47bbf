package io.vmloom.queue;

/** How many slots of workers wait for tasks or do them. Thread-safe. */
public interface LiveSlots extends AutoCloseable {
    /** As far as is known; answers at once. */
    int count();

    @Override
    void close();
}
