package io.vmloom.cli.config;

import io.vmloom.error.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads a file of settings: YAML when its name ends so, else lines of {@code key=value} with {@code #} before comments, in
 * which keys may be those of variables too. What is not known is refused.
 */
final class SettingsFile {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Path file;
    private final Map<Setting, String> values = new EnumMap<>(Setting.class);

    private SettingsFile(Path file) {
        this.file = file;
    }

    static Map<Setting, String> read(Path file) {
        SettingsFile settings = new SettingsFile(file);
        try {
            String text = Files.readString(file);
            if (file.toString().endsWith(".yaml") || file.toString().endsWith(".yml")) {
                settings.flatten("", YAML.readTree(text));
            } else {
                settings.lines(text.lines().toList());
            }
        } catch (NoSuchFileException e) {
            throw new RequestException(file + ": there is no such file of settings");
        } catch (IOException e) {
            throw new RequestException(file + ": the settings can not be read (" + e.getMessage() + ")");
        } catch (JacksonException e) {
            throw new RequestException(file + ":" + e.getLocation().getLineNr() + ": " + e.getOriginalMessage());
        }
        return settings.values;
    }

    private void lines(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String place = file + ":" + (i + 1);
            int equals = line.indexOf('=');
            if (equals < 0) {
                throw new RequestException(place + ": a line must be key=value, got: " + line);
            }
            set(
                    place,
                    line.substring(0, equals).strip(),
                    line.substring(equals + 1).strip());
        }
    }

    private void flatten(String prefix, JsonNode node) {
        node.propertyStream().forEach(property -> {
            String key = prefix + property.getKey();
            JsonNode value = property.getValue();
            if (value.isObject()) {
                flatten(key + ".", value);
            } else if (value.isValueNode() && !value.isNull()) {
                set(file.toString(), key, value.asString());
            } else {
                throw new RequestException(file + ": " + key + " must be one value");
            }
        });
    }

    private void set(String place, String key, String value) {
        Setting setting = Setting.named(key)
                .orElseThrow(() -> new RequestException(
                        place + ": there is no setting '" + key + "'; docs/configuration.md lists them"));
        if (values.put(setting, value) != null) {
            throw new RequestException(place + ": '" + key + "' stands in the file already");
        }
    }
}
