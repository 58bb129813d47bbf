package io.vmloom.coordinator.manifest;

import io.vmloom.error.InternalException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What a manifest looks like, for editors and other programs. It accepts all that {@link ManifestReader} reads, and some of
 * what that one refuses.
 *
 * @see <a href="https://json-schema.org/draft/2020-12">JSON Schema 2020-12</a>
 */
public final class ManifestSchema {
    public static final String CONTENT_TYPE = "application/schema+json";

    private static final String DOCUMENT = "manifest.schema.json";

    private ManifestSchema() {}

    /** The document. */
    public static String text() {
        try (InputStream stream =
                Objects.requireNonNull(ManifestSchema.class.getResourceAsStream(DOCUMENT), DOCUMENT)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InternalException(DOCUMENT + " can not be read", e);
        }
    }
}
