package io.vmloom.cipher.luks;

import io.vmloom.error.ImageException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An object of the JSON area. What is missing or of another type is an {@link ImageException} that names it.
 *
 * @param path where it stands
 */
record Luks2Fields(HeaderBytes place, JsonNode node, String path) {
    /** Far more than the specification's five. */
    private static final int MAX_DEPTH = 16;

    private static final int MAX_TEXT = 64 << 10;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_TEXT)
                            .maxNameLength(MAX_TEXT)
                            .maxNumberLength(32)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    static Luks2Fields parse(HeaderBytes place, Luks2Copy copy) {
        try {
            return new Luks2Fields(place, MAPPER.readTree(copy.json()), "").checked();
        } catch (JacksonException e) {
            throw place.invalid(
                    copy.at() + Luks2Copy.BINARY_BYTES, "the JSON area can not be read: " + e.getOriginalMessage());
        }
    }

    private Luks2Fields checked() {
        if (!node.isObject()) {
            throw invalid("must be an object");
        }
        return this;
    }

    Luks2Fields object(String name) {
        return child(name, get(name));
    }

    Optional<Luks2Fields> optional(String name) {
        return node.has(name) ? Optional.of(object(name)) : Optional.empty();
    }

    private Luks2Fields child(String name, JsonNode value) {
        return new Luks2Fields(place, value, path + "." + name).checked();
    }

    /** The objects of an object, by name. */
    Map<String, Luks2Fields> objects(String name) {
        Luks2Fields inner = object(name);
        Map<String, Luks2Fields> objects = new LinkedHashMap<>();
        inner.node
                .propertyStream()
                .forEach(property ->
                        objects.put(property.getKey(), inner.child(property.getKey(), property.getValue())));
        return objects;
    }

    String text(String name) {
        JsonNode value = get(name);
        if (!value.isString()) {
            throw invalid("." + name + " must be text");
        }
        return value.stringValue();
    }

    /** Numbers of 64 bits stand as text. */
    long longText(String name) {
        try {
            long value = Long.parseLong(text(name));
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw invalid("." + name + " must be a whole number of at most 63 bits as text");
    }

    int number(String name) {
        JsonNode value = get(name);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
            throw invalid("." + name + " must be a whole number of at most 31 bits");
        }
        return value.intValue();
    }

    int numberOr(String name, int otherwise) {
        return node.has(name) ? number(name) : otherwise;
    }

    byte[] bytes(String name) {
        try {
            return Base64.getDecoder().decode(text(name));
        } catch (IllegalArgumentException _) {
            throw invalid("." + name + " must be base64");
        }
    }

    /** A list of texts; empty when it is not there. */
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode value : node.path(name).values()) {
            texts.add(value.asString(""));
        }
        return texts;
    }

    ImageException invalid(String problem) {
        return place.invalid(Luks2Copy.BINARY_BYTES, "JSON: " + path + problem);
    }

    private JsonNode get(String name) {
        JsonNode value = node.get(name);
        if (value == null) {
            throw invalid("." + name + " is missing");
        }
        return value;
    }
}
