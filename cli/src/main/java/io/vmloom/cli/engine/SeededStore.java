package io.vmloom.cli.engine;

import io.vmloom.error.ErrorCode;
import io.vmloom.error.StoreException;
import io.vmloom.source.ByteSource;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Stores;
import io.vmloom.store.Upload;
import io.vmloom.store.overlay.ReadOnlyStore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A store as it would be after seeding: files stand in for objects that are not there yet, and every bucket is there. */
final class SeededStore extends ReadOnlyStore {
    private final Stores files;
    private final Map<Location, Location.OnDisk> seeds;

    /** @param seeds by the objects that they become */
    SeededStore(ObjectStore store, Stores files, Map<Location, Location.OnDisk> seeds) {
        super(store);
        this.files = files;
        this.seeds = seeds;
    }

    @Override
    public Optional<ObjectVersion> head(Location.InBucket location) {
        return inBucket(() -> super.head(location), Optional.<ObjectVersion>empty())
                .or(() -> Optional.ofNullable(seeds.get(location)).map(file -> seeded(location, files.pin(file))));
    }

    @Override
    public void read(ObjectVersion version, long offset, ByteBuffer destination) {
        Location.OnDisk file = seeds.get(version.location());
        if (file == null) {
            super.read(version, offset, destination);
            return;
        }
        ObjectVersion pinned = files.pin(file);
        if (!pinned.etag().equals(version.etag())) {
            super.read(version, offset, destination);
            return;
        }
        try (ByteSource source = files.open(pinned)) {
            source.read(offset, destination);
        }
    }

    @Override
    public List<Upload> listUploads(Location.InBucket prefix) {
        return inBucket(() -> super.listUploads(prefix), List.of());
    }

    @Override
    public void list(Location.InBucket prefix, Consumer<ObjectVersion> visitor) {
        inBucket(
                () -> {
                    super.list(prefix, visitor);
                    return true;
                },
                false);
    }

    private static ObjectVersion seeded(Location.InBucket location, ObjectVersion file) {
        return new ObjectVersion(location, file.sizeBytes(), file.etag(), file.weak(), Map.of());
    }

    private static <T> T inBucket(Supplier<T> call, T withoutBucket) {
        try {
            return call.get();
        } catch (StoreException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return withoutBucket;
            }
            throw e;
        }
    }
}
