package io.vmloom.cli.command;

import io.vmloom.coordinator.manifest.ManifestItem;
import io.vmloom.error.RequestException;
import io.vmloom.store.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes the directories that a batch's local targets stand in, as a store makes the prefixes of its keys. */
final class TargetDirectories {
    private TargetDirectories() {}

    static void create(List<ManifestItem> items) {
        for (ManifestItem item : items) {
            if (item.target() instanceof Location.OnDisk(Path path) && path.getParent() != null) {
                try {
                    Files.createDirectories(path.getParent());
                } catch (IOException e) {
                    throw new RequestException("directory " + path.getParent() + " for the target of " + item.name()
                            + " can not be made (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")");
                }
            }
        }
    }
}
