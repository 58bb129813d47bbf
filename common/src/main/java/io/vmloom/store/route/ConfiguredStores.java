package io.vmloom.store.route;

import io.vmloom.error.StoreException;
import io.vmloom.source.ByteSource;
import io.vmloom.store.Claim;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.StoredSource;
import io.vmloom.store.Stores;
import io.vmloom.store.file.DeviceClaim;
import io.vmloom.store.file.FileSource;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Buckets in object stores that are made when first needed, and files of this host. Owns the object stores. */
public final class ConfiguredStores implements Stores {
    private final Function<String, ObjectStore> storeOfBucket;
    private final Map<String, ObjectStore> opened = new ConcurrentHashMap<>();

    /**
     * @param storeOfBucket answers the store of a bucket; asked once per bucket, and may answer one store for several
     */
    public ConfiguredStores(Function<String, ObjectStore> storeOfBucket) {
        this.storeOfBucket = storeOfBucket;
    }

    /** One store for all buckets. */
    public static ConfiguredStores of(ObjectStore store) {
        return new ConfiguredStores(_ -> store);
    }

    @Override
    public ObjectStore objects(Location.InBucket location) {
        return opened.computeIfAbsent(location.bucket(), storeOfBucket);
    }

    @Override
    public ObjectVersion pin(Location location) {
        return switch (location) {
            case Location.InBucket object ->
                objects(object).head(object).orElseThrow(() -> StoreException.notFound(object.toString()));
            case Location.OnDisk(Path path) -> FileSource.pin(path);
        };
    }

    @Override
    public ByteSource open(ObjectVersion version) {
        return switch (version.location()) {
            case Location.InBucket object -> new StoredSource(objects(object), version);
            case Location.OnDisk _ -> FileSource.open(version);
        };
    }

    @Override
    public Claim claim(Location.OnDisk file) {
        return DeviceClaim.of(file.path());
    }

    @Override
    public void close() {
        Set<ObjectStore> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
        distinct.addAll(opened.values());
        opened.clear();
        distinct.forEach(ObjectStore::close);
    }
}
