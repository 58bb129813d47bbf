package io.vmloom.appliance;

import io.vmloom.appliance.PackageFinding.Kind;
import io.vmloom.machine.ConfigFile;
import io.vmloom.machine.Drive;
import io.vmloom.machine.MachineReader;
import io.vmloom.machine.Medium;
import io.vmloom.machine.Reading;
import io.vmloom.machine.libvirt.LibvirtReader;
import io.vmloom.machine.ovf.OvfFile;
import io.vmloom.machine.pvs.PvsReader;
import io.vmloom.machine.vbox.VboxReader;
import io.vmloom.machine.vmx.VmxReader;
import io.vmloom.source.ByteSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parts of a machine's directory, whose configuration names disks beside it. A disk that is named by a path of the old host
 * is looked for under the last part of it.
 */
final class MachineParts {
    private static final List<MachineReader> READERS =
            List.of(new VmxReader(), new VboxReader(), new PvsReader(), new LibvirtReader());

    private MachineParts() {}

    static Optional<MachineReader> reader(ConfigFile descriptor) {
        return READERS.stream().filter(reader -> reader.recognises(descriptor)).findFirst();
    }

    static Parts read(MachineReader reader, ConfigFile descriptor, Contents contents, List<PackageFinding> findings) {
        Reading reading = reader.read(descriptor);
        Map<String, PackagedDisk> disks = new LinkedHashMap<>();
        Set<String> missing = new LinkedHashSet<>();
        for (Drive.Disk drive : reading.machine().disks()) {
            if (drive.medium() instanceof Medium.Image image) {
                disk(image, drive, contents).ifPresentOrElse(disk -> disks.putIfAbsent(disk.file(), disk), () -> {
                    missing.add(image.reference());
                    findings.add(new PackageFinding(
                            Kind.MISSING,
                            image.reference(),
                            "is a disk of the machine, and does not lie beside its configuration"));
                });
            }
        }
        return new Parts(List.of(reading), List.copyOf(disks.values()), missing, disks.keySet(), List.of());
    }

    private static Optional<PackagedDisk> disk(Medium.Image image, Drive.Disk drive, Contents contents) {
        for (String name : PackagedDisk.candidates(image.reference()).toList()) {
            Optional<ByteSource> file = contents.find(name);
            if (file.isPresent()) {
                return Optional.of(new PackagedDisk(
                        contents.member(name),
                        image.format(),
                        drive.capacityBytes(),
                        file.get().sizeBytes(),
                        OvfFile.Compression.NONE,
                        1));
            }
        }
        return Optional.empty();
    }
}
