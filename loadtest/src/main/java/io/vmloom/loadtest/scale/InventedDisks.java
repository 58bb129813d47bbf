package io.vmloom.loadtest.scale;

import io.vmloom.error.StoreException;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.memory.MemoryObjectStore;
import io.vmloom.store.overlay.ReadOnlyStore;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/** A bucket in which every key of some prefix names a raw disk that nobody stored: all are zeros, of one size. */
final class InventedDisks extends ReadOnlyStore {
    static final String BUCKET = "vmloom";

    private static final String PREFIX = "disks/";

    private final long diskBytes;

    private InventedDisks(MemoryObjectStore empty, long diskBytes) {
        super(empty);
        this.diskBytes = diskBytes;
    }

    static InventedDisks of(long diskBytes) {
        MemoryObjectStore empty = MemoryObjectStore.withoutDigests(StoreCapabilities.S3);
        empty.createBucket(BUCKET);
        return new InventedDisks(empty, diskBytes);
    }

    static Location.InBucket disk(int batch, int item) {
        return new Location.InBucket(BUCKET, PREFIX + batch + "/" + item);
    }

    @Override
    public Optional<ObjectVersion> head(Location.InBucket location) {
        if (!location.bucket().equals(BUCKET)) {
            throw StoreException.notFound("bucket " + location.bucket());
        }
        return location.key().startsWith(PREFIX)
                ? Optional.of(new ObjectVersion(location, diskBytes, "invented", false, Map.of()))
                : Optional.empty();
    }

    @Override
    public void read(ObjectVersion version, long offset, ByteBuffer destination) {
        destination.put(new byte[destination.remaining()]);
    }
}
