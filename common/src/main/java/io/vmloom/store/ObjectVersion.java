package io.vmloom.store;

import io.vmloom.source.SourceIdentity;
import java.util.Map;

/**
 * One version of an object, as a store answered it.
 *
 * @param etag without quotes; for files a synthetic one of size and modification time
 * @param metadata user metadata, keys in lower case
 */
public record ObjectVersion(
        Location location, long sizeBytes, String etag, boolean weak, Map<String, String> metadata) {
    public ObjectVersion {
        metadata = Map.copyOf(metadata);
    }

    public SourceIdentity identity() {
        return new SourceIdentity(etag, weak);
    }
}
