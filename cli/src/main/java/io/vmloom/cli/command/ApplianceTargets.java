package io.vmloom.cli.command;

import io.vmloom.appliance.Appliance;
import io.vmloom.appliance.PackagedDisk;
import io.vmloom.coordinator.job.TargetNames;
import io.vmloom.error.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the disks of a package go.
 *
 * @param byDisk targets by the names that disks have in the package, in its order
 */
record ApplianceTargets(Map<String, String> byDisk, String format) {
    private static final String USUAL_FORMAT = "qcow2";

    /**
     * One target for each disk, in a directory or under a prefix; a single disk may also become one file.
     *
     * @param format as wanted, or by the target's ending
     * @throws io.vmloom.error.ImageException for a package whose disks are not all there
     * @throws RequestException for a package without disks, or with several that are to become one file
     */
    static ApplianceTargets of(Appliance appliance, String target, Optional<String> format) {
        appliance.requireDisks();
        List<PackagedDisk> disks = appliance.disks();
        if (disks.isEmpty()) {
            throw new RequestException(appliance.name() + " holds no disk; vmloom inspect tells what it holds");
        }
        if (isOneFile(target)) {
            if (disks.size() > 1) {
                throw new RequestException(appliance.name() + " holds " + disks.size() + " disks, and '" + target
                        + "' is one file; give a directory, or choose one with --member");
            }
            return new ApplianceTargets(
                    Map.of(disks.getFirst().file(), target), format.orElseGet(() -> TargetNames.formatOf(target)));
        }
        String to = format.orElse(USUAL_FORMAT);
        Map<String, String> byDisk = new LinkedHashMap<>();
        String directory = target.replaceFirst("/+$", "") + "/";
        for (PackagedDisk disk : disks) {
            String stem = stem(disk);
            String name = stem;
            for (int number = 2; byDisk.containsValue(directory + name + "." + TargetNames.endingOf(to)); number++) {
                name = stem + "-" + number;
            }
            byDisk.put(disk.file(), directory + name + "." + TargetNames.endingOf(to));
        }
        create(directory);
        return new ApplianceTargets(byDisk, to);
    }

    static boolean isOneFile(String target) {
        if (target.endsWith("/") || !target.contains("://") && Files.isDirectory(Path.of(target))) {
            return false;
        }
        try {
            TargetNames.formatOf(target);
            return true;
        } catch (RequestException e) {
            return false;
        }
    }

    /** The file's name without what says how it was stored. */
    private static String stem(PackagedDisk disk) {
        String name = disk.stem().replaceAll("[/\\\\]", "-");
        return name.isEmpty() ? "disk" : name;
    }

    static void create(String directory) {
        if (directory.contains("://")) {
            return;
        }
        try {
            Files.createDirectories(Path.of(directory));
        } catch (IOException e) {
            throw new RequestException("directory " + directory + " can not be made ("
                    + e.getClass().getSimpleName() + ": " + e.getMessage() + ")");
        }
    }
}
