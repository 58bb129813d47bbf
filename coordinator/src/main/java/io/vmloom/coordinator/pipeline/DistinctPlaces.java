package io.vmloom.coordinator.pipeline;

import io.vmloom.error.RequestException;
import io.vmloom.store.BlockDevice;
import io.vmloom.store.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
