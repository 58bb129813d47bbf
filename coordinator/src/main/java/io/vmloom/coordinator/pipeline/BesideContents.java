package io.vmloom.coordinator.pipeline;

import io.vmloom.appliance.Contents;
import io.vmloom.archive.MemberNames;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.StoreException;
import io.vmloom.source.ByteSource;
import io.vmloom.store.Location;
import io.vmloom.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The files in a descriptor's directory, or under its prefix, and below. Links that lead away are no files of it. */
final class BesideContents implements Contents, AutoCloseable {
    private final Stores stores;
    private final Location descriptor;
    private final Map<String, ByteSource> opened = new HashMap<>();

    BesideContents(Stores stores, Location descriptor) {
        this.stores = stores;
        this.descriptor = descriptor;
    }

    @Override
    public String name() {
        return descriptor.toString();
    }

    @Override
    public Optional<ByteSource> find(String name) {
        ByteSource before = opened.get(name);
        if (before != null) {
            return Optional.of(before);
        }
        Optional<ByteSource> found = location(descriptor, name).flatMap(this::open);
        found.ifPresent(source -> opened.put(name, source));
        return found;
    }

    /** Where a file of this name would be; empty for a name that leads elsewhere. */
    static Optional<Location> location(Location descriptor, String name) {
        if (!MemberNames.isPlain(name)) {
            return Optional.empty();
        }
        Location beside = descriptor.sibling(name);
        return switch (beside) {
            case Location.InBucket object -> Optional.of(object);
            case Location.OnDisk(Path path) -> isBelow(path, descriptor) ? Optional.of(beside) : Optional.empty();
        };
    }

    private static boolean isBelow(Path path, Location descriptor) {
        try {
            return descriptor instanceof Location.OnDisk(Path of)
                    && path.toRealPath()
                            .startsWith(of.toAbsolutePath().resolveSibling("").toRealPath());
        } catch (IOException e) {
            return false; // it is not there
        }
    }

    private Optional<ByteSource> open(Location location) {
        try {
            return Optional.of(stores.open(stores.pin(InspectStep.entry(location))));
        } catch (StoreException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        opened.values().forEach(ByteSource::close);
    }
}
