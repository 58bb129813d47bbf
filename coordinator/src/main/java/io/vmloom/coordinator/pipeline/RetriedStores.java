package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.dispatch.Retries;
import io.vmloom.source.ByteSource;
import io.vmloom.source.SourceIdentity;
import io.vmloom.store.Claim;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Stores;
import java.nio.ByteBuffer;

/**
 * The same stores, whose files are read again where that failed for a passing reason: an image's tables are read as long
 * as ranges are given out, and a walk through them can not go on behind a failure. Used by the item's thread.
 */
record RetriedStores(Stores stores, Retries retries) implements Stores {
    @Override
    public ObjectStore objects(Location.InBucket location) {
        return stores.objects(location);
    }

    @Override
    public ObjectVersion pin(Location location) {
        return stores.pin(location);
    }

    @Override
    public ByteSource open(ObjectVersion version) {
        return new RetriedSource(stores.open(version), retries);
    }

    @Override
    public Claim claim(Location.OnDisk file) {
        return stores.claim(file);
    }

    @Override
    public void close() {
        // They are somebody else's.
    }

    private record RetriedSource(ByteSource source, Retries retries) implements ByteSource {
        @Override
        public String name() {
            return source.name();
        }

        @Override
        public long sizeBytes() {
            return source.sizeBytes();
        }

        @Override
        public SourceIdentity identity() {
            return source.identity();
        }

        @Override
        public void read(long offset, ByteBuffer destination) {
            int position = destination.position();
            retries.run(() -> source.read(offset, destination.position(position)));
        }

        @Override
        public int readBytes() {
            return source.readBytes();
        }

        @Override
        public long nextData(long offset) {
            return source.nextData(offset);
        }

        @Override
        public long nextHole(long offset) {
            return source.nextHole(offset);
        }

        @Override
        public void close() {
            source.close();
        }
    }
}
