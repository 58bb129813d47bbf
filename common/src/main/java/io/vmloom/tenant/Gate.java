package io.vmloom.tenant;

import io.vmloom.store.Location;
import io.vmloom.store.StagingKeys;

/**
 * Decides about one call to a store.
 *
 * @param staging begins the keys of the staging that may be used besides, behind {@link StagingKeys#ROOT}
 */
record Gate(Allowance allowance, String staging) {
    void read(Location place) {
        if (!staged(place)) {
            allowance.requireReadable(place);
        }
    }

    void write(Location place) {
        if (!staged(place)) {
            allowance.requireWritable(place);
        }
    }

    void list(Location prefix) {
        if (!staged(prefix)) {
            allowance.requireListable(prefix);
        }
    }

    private boolean staged(Location place) {
        return !staging.isEmpty()
                && place instanceof Location.InBucket object
                && object.key().startsWith(StagingKeys.ROOT + staging)
                && !PlacePattern.leadsElsewhere(object.key())
                && allowance.usesBucket(object);
    }
}
