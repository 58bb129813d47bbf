package io.vmloom.store;

import io.vmloom.source.ByteSource;

/** Finds the store behind a location. Thread-safe; closing it closes the stores. */
public interface Stores extends AutoCloseable {
    /** The store that holds this bucket. */
    ObjectStore objects(Location.InBucket location);

    /** The current version of what stands at a location; {@code NOT_FOUND} when nothing does. */
    ObjectVersion pin(Location location);

    /** Opens exactly this version for reading. */
    ByteSource open(ObjectVersion version);

    @Override
    void close();
}
