package io.vmloom.store.overlay;

import io.vmloom.error.StoreException;
import io.vmloom.source.ByteSource;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Precondition;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.StoredSource;
import io.vmloom.store.Stores;
import io.vmloom.store.memory.MemoryObjectStore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Other stores as they would be after what is done here, of which they never hear. Thread-safe. */
public final class OverlayStores implements Stores {
    private static final String FILES = "files";

    private final Stores below;
    private final UnaryOperator<ObjectStore> outside;
    private final Map<String, ObjectStore> opened = new ConcurrentHashMap<>();
    private final MemoryObjectStore files =
            MemoryObjectStore.withoutDigests(new StoreCapabilities(true, 1, Integer.MAX_VALUE, Long.MAX_VALUE));

    /**
     * @param below not closed here
     * @param outside what each object store is seen through
     */
    public OverlayStores(Stores below, UnaryOperator<ObjectStore> outside) {
        this.below = below;
        this.outside = outside;
        files.createBucket(FILES);
    }

    /** Remembers a file of this host that nobody writes. */
    public ObjectVersion keep(Location.OnDisk file, Content content) {
        return onDisk(file, files.put(key(file), ZeroRuns.of(content), Map.of(), Precondition.NONE));
    }

    @Override
    public ObjectStore objects(Location.InBucket location) {
        return opened.computeIfAbsent(location.bucket(), _ -> outside.apply(new OverlayStore(below.objects(location))));
    }

    @Override
    public ObjectVersion pin(Location location) {
        return switch (location) {
            case Location.InBucket object ->
                objects(object).head(object).orElseThrow(() -> StoreException.notFound(object.toString()));
            case Location.OnDisk file ->
                files.head(key(file)).map(kept -> onDisk(file, kept)).orElseGet(() -> below.pin(file));
        };
    }

    @Override
    public ByteSource open(ObjectVersion version) {
        return switch (version.location()) {
            case Location.InBucket object -> new StoredSource(objects(object), version);
            case Location.OnDisk file ->
                kept(file, version)
                        .<ByteSource>map(kept -> new StoredSource(files, kept))
                        .orElseGet(() -> below.open(version));
        };
    }

    /** Nothing is left to be closed. */
    @Override
    public void close() {
        opened.clear();
    }

    private Optional<ObjectVersion> kept(Location.OnDisk file, ObjectVersion version) {
        return files.head(key(file)).filter(kept -> kept.etag().equals(version.etag()));
    }

    private static Location.InBucket key(Location.OnDisk file) {
        return new Location.InBucket(FILES, file.path().toString());
    }

    private static ObjectVersion onDisk(Location.OnDisk file, ObjectVersion kept) {
        return new ObjectVersion(file, kept.sizeBytes(), kept.etag(), kept.weak(), kept.metadata());
    }
}
