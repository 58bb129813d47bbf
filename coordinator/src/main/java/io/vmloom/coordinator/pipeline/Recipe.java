package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.StagingKeys;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a target was made from and how. It stands in the object's metadata, so that a batch that runs again knows what is
 * done without reading a byte of it. Conversions are deterministic: an equal recipe means equal bytes.
 */
final class Recipe {
    /** Metadata key. */
    static final String KEY = "vmloom-recipe";

    /** Changes whenever the same request may give other bytes. */
    private static final String GENERATION = "1";

    private Recipe() {}

    static Map<String, String> metadata(ConversionRequest request, List<ObjectVersion> members) {
        return Map.of(KEY, of(request, members));
    }

    /** Whether an object was made by the same recipe, and is no longer than a completed upload can leave it. */
    static boolean matches(ObjectVersion existing, ConversionRequest request, List<ObjectVersion> members) {
        return of(request, members).equals(existing.metadata().get(KEY));
    }

    /** Where a target is, in so far as it does not depend on the item that makes it. */
    static String place(Location target) {
        return target instanceof Location.InBucket(String bucket, String key) && key.startsWith(StagingKeys.ROOT)
                ? "s3://" + bucket + "/" + StagingKeys.ROOT + target.name()
                : target.toString();
    }

    static String of(ConversionRequest request, List<ObjectVersion> members) {
        TextHash text = new TextHash(GENERATION);
        for (ObjectVersion member : members) {
            text.line(member.location().toString());
            text.line(member.sizeBytes() + " " + member.etag());
        }
        if (request.source().all().size() > 1) {
            // The same members may as well be one image above another.
            request.source().all().forEach(source -> text.line("then " + source));
        }
        request.source().member().ifPresent(member -> text.line("member " + member));
        switch (request.trust().onDamage()) {
            case REFUSE -> {}
            case ZEROS -> text.line("salvaged");
        }
        text.line(request.sourceFormat());
        text.line(request.snapshot());
        text.line(place(request.target()));
        text.line(request.targetFormat());
        new TreeMap<>(request.options()).forEach((key, value) -> text.line(key + "=" + value));
        return text.hex();
    }
}
