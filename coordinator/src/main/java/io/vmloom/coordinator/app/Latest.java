package io.vmloom.coordinator.app;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Supplier;

/** So many things by their ids; which was not asked for longest is forgotten. Thread-safe. */
final class Latest<T> {
    private final int most;
    private final Supplier<T> fresh;
    private final LinkedHashMap<String, T> known = new LinkedHashMap<>(16, 0.75f, true);

    Latest(int most, Supplier<T> fresh) {
        this.most = most;
        this.fresh = fresh;
    }

    synchronized T get(String id) {
        T found = known.computeIfAbsent(id, _ -> fresh.get());
        if (known.size() > most) {
            known.pollFirstEntry();
        }
        return found;
    }

    synchronized Optional<T> find(String id) {
        return Optional.ofNullable(known.get(id));
    }
}
