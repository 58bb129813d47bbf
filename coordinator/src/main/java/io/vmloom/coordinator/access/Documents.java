package io.vmloom.coordinator.access;

import com.fasterxml.jackson.annotation.Nulls;
import io.vmloom.error.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Files of YAML, or JSON as a part of it, as records; keys that no component stands for are refused. */
public final class Documents {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
            .build();

    private Documents() {}

    /**
     * Throws {@link RequestException}, which never quotes what the file says: it may hold secrets.
     *
     * @param document that describes such files
     */
    public static <T> T read(Path file, Class<T> type, String document) {
        try {
            return YAML.readValue(Files.readString(file), type);
        } catch (IOException e) {
            throw new RequestException(
                    file + " can not be read (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")");
        } catch (JacksonException e) {
            throw new RequestException(file + ":" + e.getLocation().getLineNr() + ": is not as it should be at "
                    + e.getPathReference() + "; " + document + " describes such files");
        }
    }
}
