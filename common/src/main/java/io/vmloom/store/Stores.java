package io.vmloom.store;

import io.vmloom.error.RequestException;
import io.vmloom.source.ByteSource;

/** Finds the store behind a location. Thread-safe; closing it closes the stores. */
public interface Stores extends AutoCloseable {
    /** The store that holds this bucket. */
    ObjectStore objects(Location.InBucket location);

    /** The current version of what stands at a location; {@code NOT_FOUND} when nothing does. */
    ObjectVersion pin(Location location);

    /** Opens exactly this version for reading. */
    ByteSource open(ObjectVersion version);

    /**
     * Keeps others from a file or block device while it is written in place; {@link RequestException} when it is in use.
     */
    default Claim claim(Location.OnDisk file) {
        throw new RequestException(file + " can not be written in place by this process");
    }

    /**
     * The same as far as a tenant may use them: whatever else is asked of them is {@code ACCESS_DENIED}.
     *
     * @param staging begins the keys of the staging that may be used besides, behind {@link StagingKeys#ROOT}
     */
    default Stores onBehalfOf(String tenant, String staging) {
        return this;
    }

    @Override
    void close();
}
