package io.vmloom.coordinator.pipeline;

import io.vmloom.store.ObjectVersion;

/** A file of this host that is complete, and not visible under its name yet. Closing discards it unless it was published. */
interface ComposedTarget extends AutoCloseable {
    /** For reading it back. */
    ObjectVersion sealed();

    void publish();

    @Override
    void close();
}
