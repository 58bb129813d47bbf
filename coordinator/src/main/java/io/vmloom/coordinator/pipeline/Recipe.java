package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.store.ObjectVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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

    private static String of(ConversionRequest request, List<ObjectVersion> members) {
        StringBuilder text = new StringBuilder(GENERATION);
        for (ObjectVersion member : members) {
            line(text, member.location().toString());
            line(text, member.sizeBytes() + " " + member.etag());
        }
        line(text, request.sourceFormat());
        line(text, request.snapshot());
        line(text, request.target().toString());
        line(text, request.targetFormat());
        new TreeMap<>(request.options()).forEach((key, value) -> line(text, key + "=" + value));
        return HexFormat.of().formatHex(sha256(text.toString()));
    }

    private static void line(StringBuilder text, String line) {
        text.append('\n').append(line.length()).append(':').append(line);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
