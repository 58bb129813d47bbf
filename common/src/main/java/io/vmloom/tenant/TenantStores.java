package io.vmloom.tenant;

import io.vmloom.source.ByteSource;
import io.vmloom.store.Claim;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Stores;

/** Stores that tenants share: as they are for the process itself, and limited for whoever it works for. */
public final class TenantStores implements Stores {
    private final Stores stores;
    private final Tenants tenants;

    /** @param stores closed with this */
    public TenantStores(Stores stores, Tenants tenants) {
        this.stores = stores;
        this.tenants = tenants;
    }

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
        return stores.open(version);
    }

    @Override
    public Claim claim(Location.OnDisk file) {
        return stores.claim(file);
    }

    @Override
    public Stores onBehalfOf(String tenant, String staging) {
        return tenants.restricted() ? new AllowedStores(stores, new Gate(tenants.of(tenant), staging)) : stores;
    }

    @Override
    public void close() {
        stores.close();
    }
}
