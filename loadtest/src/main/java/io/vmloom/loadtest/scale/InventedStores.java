package io.vmloom.loadtest.scale;

import io.vmloom.error.StoreException;
import io.vmloom.source.ByteSource;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.StoredSource;
import io.vmloom.store.Stores;

/** One store for whatever is asked for. */
record InventedStores(ObjectStore store) implements Stores {
    @Override
    public ObjectStore objects(Location.InBucket location) {
        return store;
    }

    @Override
    public ObjectVersion pin(Location location) {
        if (location instanceof Location.InBucket object) {
            return store.head(object).orElseThrow(() -> StoreException.notFound(object.toString()));
        }
        throw StoreException.notFound(location.toString());
    }

    @Override
    public ByteSource open(ObjectVersion version) {
        return new StoredSource(store, version);
    }

    @Override
    public void close() {
        store.close();
    }
}
