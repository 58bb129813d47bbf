package io.vmloom.k8s;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** What a typed model was given and does not know: models keep it silently beside their fields. */
final class UnknownFields {
    private static final String KEPT = "additionalProperties";

    private final List<String> found = new ArrayList<>();
    private final Map<Object, Boolean> seen = new IdentityHashMap<>();

    private UnknownFields() {}

    /** Their paths. */
    static List<String> in(Object model) {
        UnknownFields fields = new UnknownFields();
        fields.walk("", model);
        return List.copyOf(fields.found);
    }

    private void walk(String path, Object value) {
        if (value instanceof Collection<?> several) {
            int index = 0;
            for (Object one : several) {
                walk(path + "[" + index++ + "]", one);
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, one) -> walk(path + "." + key, one));
        } else if (isModel(value) && seen.put(value, true) == null) {
            for (Class<?> type = value.getClass(); type != Object.class; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    walk(path, value, field);
                }
            }
        }
    }

    private void walk(String path, Object owner, Field field) {
        if (Modifier.isStatic(field.getModifiers())) {
            return;
        }
        Object value = read(owner, field);
        if (value == null) {
            return;
        }
        if (field.getName().equals(KEPT) && value instanceof Map<?, ?> unknown) {
            unknown.keySet().forEach(name -> found.add(path + "." + name));
        } else {
            walk(path + "." + field.getName(), value);
        }
    }

    @SuppressWarnings("NullAway") // fields of models may be null
    private static Object read(Object owner, Field field) {
        try {
            field.setAccessible(true);
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isModel(Object value) {
        String name = value.getClass().getName();
        return !(value instanceof Enum<?>) && (name.startsWith("io.fabric8.") || name.startsWith("io.strimzi."));
    }
}
