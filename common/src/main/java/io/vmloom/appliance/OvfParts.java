package io.vmloom.appliance;

import io.vmloom.machine.ConfigFile;
import io.vmloom.machine.Drive;
import io.vmloom.machine.Medium;
import io.vmloom.machine.Reading;
import io.vmloom.machine.ovf.OvfDisk;
import io.vmloom.machine.ovf.OvfFile;
import io.vmloom.machine.ovf.OvfPackage;
import io.vmloom.machine.ovf.OvfReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The parts of a package with an OVF descriptor: disks are those of its disk section, and files that machines use as disks. */
final class OvfParts {
    private final DiskFinder finder;
    private final Map<String, PackagedDisk> disks = new LinkedHashMap<>();
    private final Set<String> missing = new LinkedHashSet<>();

    private OvfParts(DiskFinder finder) {
        this.finder = finder;
    }

    static Parts read(ConfigFile descriptor, DiskFinder finder) {
        return new OvfParts(finder).read(new OvfReader().readPackage(descriptor));
    }

    private Parts read(OvfPackage read) {
        Set<String> names = new LinkedHashSet<>();
        Map<String, OvfFile> byHref = new LinkedHashMap<>();
        for (OvfFile file : read.files()) {
            byHref.putIfAbsent(file.href(), file);
            names.addAll(finder.check(file));
        }
        for (OvfDisk disk : read.disks()) {
            disk.file().ifPresent(file -> add(file, disk.format(), disk.capacityBytes()));
        }
        for (Reading machine : read.machines()) {
            for (Drive.Disk drive : machine.machine().disks()) {
                if (drive.medium() instanceof Medium.Image image
                        && byHref.get(image.reference()) instanceof OvfFile file) {
                    add(file, image.format(), drive.capacityBytes());
                }
            }
        }
        return new Parts(read.machines(), new ArrayList<>(disks.values()), missing, names, read.notes());
    }

    private void add(OvfFile file, String format, OptionalLong virtualBytes) {
        Optional<PackagedDisk> found = finder.disk(file, format, virtualBytes);
        found.ifPresentOrElse(disk -> disks.putIfAbsent(disk.file(), disk), () -> missing.add(file.href()));
    }
}
