package io.vmloom.cli.engine;

import io.vmloom.coordinator.manifest.Seed;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.Stores;
import io.vmloom.store.memory.MemoryObjectStore;
import io.vmloom.store.route.ConfiguredStores;
import io.vmloom.store.s3.S3ObjectStore;
import io.vmloom.store.s3.S3Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a batch of one process would find, without that anything is sent to it first. */
public final class SeededStores {
    private SeededStores() {}

    /** @param settings of the store, if there is one already */
    public static Stores of(Optional<S3Settings> settings, List<Seed> seeds) {
        Map<Location, Location.OnDisk> files = new HashMap<>();
        seeds.stream()
                .flatMap(seed -> Seeding.files(seed).stream())
                .forEach(seed -> files.put(seed.to(), new Location.OnDisk(seed.from())));
        ObjectStore store = settings.<ObjectStore>map(S3ObjectStore::open)
                .orElseGet(() -> new MemoryObjectStore(StoreCapabilities.S3));
        return ConfiguredStores.of(new SeededStore(store, CommandStores.open(), files));
    }
}
