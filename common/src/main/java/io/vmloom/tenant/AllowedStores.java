package io.vmloom.tenant;

import io.vmloom.source.ByteSource;
import io.vmloom.store.Claim;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Stores;

/** Stores as far as a gate lets through; closing it closes nothing. */
final class AllowedStores implements Stores {
    private final Stores stores;
    private final Gate gate;

    AllowedStores(Stores stores, Gate gate) {
        this.stores = stores;
        this.gate = gate;
    }

    @Override
    public ObjectStore objects(Location.InBucket location) {
        return new AllowedObjects(stores.objects(location), gate);
    }

    @Override
    public ObjectVersion pin(Location location) {
        gate.read(location);
        return stores.pin(location);
    }

    @Override
    public ByteSource open(ObjectVersion version) {
        gate.read(version.location());
        return stores.open(version);
    }

    @Override
    public Claim claim(Location.OnDisk file) {
        gate.write(file);
        return stores.claim(file);
    }

    @Override
    public void close() {
        // They are everybody's.
    }
}
