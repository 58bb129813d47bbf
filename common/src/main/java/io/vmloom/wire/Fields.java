package io.vmloom.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One map of a message. A field that is missing or of another type is an {@link IllegalArgumentException} that names
 * it; fields that nobody asks for are ignored.
 *
 * @param path where the map stands in the message
 */
public record Fields(ObjectNode map, String path) {
    public static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static <T> ArrayNode list(Collection<T> items, Function<T, ObjectNode> writer) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        items.forEach(item -> list.add(writer.apply(item)));
        return list;
    }

    /** In the order of the keys, so that equal maps give equal bytes. */
    public static ObjectNode texts(Map<String, String> texts) {
        ObjectNode map = empty();
        new TreeMap<>(texts).forEach(map::put);
        return map;
    }

    public static byte[] copyOf(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    public String text(String name) {
        JsonNode value = get(name);
        if (!value.isString()) {
            throw wrong(name, "text", value);
        }
        return value.stringValue();
    }

    public long number(String name) {
        JsonNode value = get(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(name, "a whole number", value);
        }
        return value.longValue();
    }

    public int integer(String name) {
        return Math.toIntExact(number(name));
    }

    public boolean flag(String name) {
        JsonNode value = get(name);
        if (!value.isBoolean()) {
            throw wrong(name, "true or false", value);
        }
        return value.booleanValue();
    }

    public byte[] bytes(String name) {
        JsonNode value = get(name);
        if (!value.isBinary()) {
            throw wrong(name, "bytes", value);
        }
        return value.binaryValue();
    }

    public ByteBuffer buffer(String name) {
        return ByteBuffer.wrap(bytes(name)).asReadOnlyBuffer();
    }

    public <E extends Enum<E>> E constant(String name, Class<E> type) {
        return Enum.valueOf(type, text(name));
    }

    public boolean has(String name) {
        return map.has(name);
    }

    public Fields fields(String name) {
        return of(get(name), path + "." + name);
    }

    public Optional<Fields> optionalFields(String name) {
        return has(name) ? Optional.of(fields(name)) : Optional.empty();
    }

    public <T> List<T> list(String name, Function<Fields, T> reader) {
        JsonNode value = get(name);
        if (!value.isArray()) {
            throw wrong(name, "a list", value);
        }
        List<T> items = new ArrayList<>();
        for (JsonNode item : value.values()) {
            items.add(reader.apply(of(item, path + "." + name)));
        }
        return items;
    }

    public Map<String, String> texts(String name) {
        Fields texts = fields(name);
        Map<String, String> values = new HashMap<>();
        for (String key : texts.map.propertyNames()) {
            values.put(key, texts.text(key));
        }
        return values;
    }

    private static Fields of(JsonNode value, String path) {
        if (value instanceof ObjectNode inner) {
            return new Fields(inner, path);
        }
        throw new IllegalArgumentException(path + " must be a map, got: " + value.getNodeType());
    }

    private JsonNode get(String name) {
        JsonNode value = map.get(name);
        if (value == null) {
            throw new IllegalArgumentException(path + " must have the field '" + name + "'");
        }
        return value;
    }

    private IllegalArgumentException wrong(String name, String expected, JsonNode value) {
        return new IllegalArgumentException(
                path + "." + name + " must be " + expected + ", got: " + value.getNodeType());
    }
}
