package io.vmloom.store.s3;

import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What pins an object: its ETag, as {@code If-Match} wants it, or size and time of last modification for objects whose
 * server knows no ETag.
 */
final class VersionTags {
    private VersionTags() {}

    static ObjectVersion version(
            Location.InBucket location,
            long sizeBytes,
            @Nullable String etag,
            @Nullable Instant lastModified,
            Map<String, String> metadata) {
        String unquoted = unquoted(etag);
        boolean weak = unquoted.isEmpty();
        String tag = weak ? synthetic(sizeBytes, lastModified) : unquoted;
        return new ObjectVersion(location, sizeBytes, tag, weak, lowerCase(metadata));
    }

    /** Empty when there is none. */
    static String unquoted(@Nullable String etag) {
        return etag == null ? "" : etag.replace("\"", "");
    }

    static String quoted(String etag) {
        return "\"" + etag + "\"";
    }

    /** When the object of a weak version was last modified, to the second, as HTTP knows it. */
    static Instant lastModified(ObjectVersion weak) {
        return Instant.ofEpochSecond(
                Long.parseLong(weak.etag().substring(weak.etag().indexOf('-') + 1)));
    }

    /**
     * What {@code If-Unmodified-Since} is to say: servers compare the fraction of a second too, which they do not tell,
     * so the second has to have passed. What comes back is compared by {@link #lastModified}.
     */
    static Instant unmodifiedSince(ObjectVersion weak) {
        return lastModified(weak).plusSeconds(1);
    }

    static Map<String, String> lowerCase(Map<String, String> metadata) {
        Map<String, String> lower = new HashMap<>();
        metadata.forEach((key, value) -> lower.put(key.toLowerCase(Locale.ROOT), value));
        return lower;
    }

    private static String synthetic(long sizeBytes, @Nullable Instant lastModified) {
        return sizeBytes + "-" + (lastModified == null ? 0 : lastModified.getEpochSecond());
    }
}
