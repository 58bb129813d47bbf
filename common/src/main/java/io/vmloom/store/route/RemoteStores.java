package io.vmloom.store.route;

import io.vmloom.error.RequestException;
import io.vmloom.source.ByteSource;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Stores;

/**
 * Objects only: refuses files of this host, whoever names them. For the processes of a cluster, whose tasks and manifests
 * come from elsewhere.
 */
public final class RemoteStores implements Stores {
    private final Stores stores;

    /** @param stores closed with this */
    public RemoteStores(Stores stores) {
        this.stores = stores;
    }

    @Override
    public ObjectStore objects(Location.InBucket location) {
        return stores.objects(location);
    }

    @Override
    public ObjectVersion pin(Location location) {
        return stores.pin(remote(location));
    }

    @Override
    public ByteSource open(ObjectVersion version) {
        remote(version.location());
        return stores.open(version);
    }

    @Override
    public void close() {
        stores.close();
    }

    private static Location remote(Location location) {
        return switch (location) {
            case Location.InBucket object -> object;
            case Location.OnDisk file ->
                throw new RequestException(file + " is a file of a host, and a cluster takes objects only; use"
                        + " s3://bucket/key, or 'vmloom convert' and 'vmloom run' for local files");
        };
    }
}
