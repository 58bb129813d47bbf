package io.vmloom.coordinator.manifest;

import io.vmloom.error.RequestException;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.StagingKeys;
import io.vmloom.store.Stores;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Lists and prefixes of buckets, for manifests that come from anywhere. What vmloom itself stages is left out. */
public final class ObjectLists implements ItemLists {
    private final Stores stores;

    public ObjectLists(Stores stores) {
        this.stores = stores;
    }

    @Override
    public byte[] read(Location document, int maxBytes) {
        Location.InBucket object = object(document);
        ObjectVersion version = stores.pin(object);
        if (version.sizeBytes() > maxBytes) {
            throw new RequestException(
                    "has " + version.sizeBytes() + " bytes where " + maxBytes + " are allowed; divide the batch");
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(version.sizeBytes()));
        stores.objects(object).read(version, 0, bytes);
        return bytes.array();
    }

    @Override
    public List<Location> list(Location prefix, int most) {
        Location.InBucket under = object(prefix);
        List<Location> found = new ArrayList<>();
        stores.objects(under).list(under, version -> {
            Location.InBucket object = object(version.location());
            if (object.key().endsWith("/") || object.key().startsWith(StagingKeys.ROOT)) {
                return;
            }
            if (found.size() == most) {
                throw new RequestException("more than " + most + " objects stand there; divide the batch");
            }
            found.add(object);
        });
        return found;
    }

    private static Location.InBucket object(Location location) {
        return switch (location) {
            case Location.InBucket object -> object;
            case Location.OnDisk file -> throw new RequestException("'" + file + "' is no object; use s3://bucket/key");
        };
    }
}
