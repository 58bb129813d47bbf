package io.vmloom.store;

import io.vmloom.source.ByteSource;
import io.vmloom.source.SourceIdentity;
import java.nio.ByteBuffer;

/** A pinned object as a source. */
public record StoredSource(ObjectStore store, ObjectVersion version) implements ByteSource {
    @Override
    public String name() {
        return version.location().toString();
    }

    @Override
    public long sizeBytes() {
        return version.sizeBytes();
    }

    @Override
    public SourceIdentity identity() {
        return version.identity();
    }

    @Override
    public void read(long offset, ByteBuffer destination) {
        store.read(version, offset, destination);
    }
}
