package io.vmloom.coordinator.pipeline;

import io.vmloom.error.RequestException;
import io.vmloom.store.BlockDevice;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Refuses to convert an image onto itself, by whatever name. */
final class DistinctPlaces {
    private DistinctPlaces() {}

    static void require(Location source, Location target) {
        if (source.equals(target) || sameFile(source, target)) {
            throw new RequestException(
                    "source and target are the same: " + source + "; an image is never converted in place");
        }
    }

    /** The same for each of an image's files. */
    static void require(List<ObjectVersion> sources, Location target) {
        if (target instanceof Location.InBucket || target instanceof Location.OnDisk(Path path) && Files.exists(path)) {
            sources.forEach(source -> require(source.location(), target));
        }
    }

    private static boolean sameDevice(Path from, Path to) {
        Optional<BlockDevice> device = BlockDevice.at(from);
        return device.isPresent() && device.equals(BlockDevice.at(to));
    }

    private static boolean sameFile(Location source, Location target) {
        if (source instanceof Location.OnDisk(Path from) && target instanceof Location.OnDisk(Path to)) {
            try {
                return Files.exists(from) && Files.exists(to) && (Files.isSameFile(from, to) || sameDevice(from, to));
            } catch (IOException e) {
                return false;
            }
        }
        return false;
    }
}
