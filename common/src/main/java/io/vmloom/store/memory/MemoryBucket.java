package io.vmloom.store.memory;

import io.vmloom.error.TargetException;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Precondition;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The objects of one bucket in the order of their keys' UTF-8 bytes; the store's lock guards it. */
final class MemoryBucket {
    /** An object as it stands under its key. */
    record Stored(ObjectVersion version, StoredBytes bytes) {}

    private static final Comparator<String> KEY_ORDER =
            Comparator.comparing(key -> key.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private final NavigableMap<String, Stored> objects = new TreeMap<>(KEY_ORDER);

    Optional<Stored> get(String key) {
        return Optional.ofNullable(objects.get(key));
    }

    void check(Location.InBucket location, Precondition precondition) {
        switch (precondition) {
            case NONE -> {}
            case ABSENT -> {
                if (objects.containsKey(location.key())) {
                    throw TargetException.exists(location.toString(), "allow overwriting or choose another name");
                }
            }
        }
    }

    void put(String key, Stored stored) {
        objects.put(key, stored);
    }

    void remove(String key) {
        objects.remove(key);
    }

    /** As listings show them: without metadata. */
    List<ObjectVersion> list(String prefix) {
        return objects.tailMap(prefix, true).entrySet().stream()
                .takeWhile(entry -> entry.getKey().startsWith(prefix))
                .map(entry -> entry.getValue().version())
                .map(v -> new ObjectVersion(v.location(), v.sizeBytes(), v.etag(), v.weak(), Map.of()))
                .toList();
    }
}
