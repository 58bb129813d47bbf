package io.vmloom.appliance;

import io.vmloom.machine.ConfigFile;
import io.vmloom.machine.Drive;
import io.vmloom.machine.MachineReader;
import io.vmloom.machine.Medium;
import io.vmloom.machine.ovf.OvfFile;
import io.vmloom.machine.ovf.OvfReader;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The files that may be opened because a descriptor names them. */
public final class DescribedFiles {
    private DescribedFiles() {}

    /** Those of any descriptor; of a machine's configuration, all names under which its disks may lie beside it. */
    public static List<OvfFile> of(ConfigFile descriptor) {
        Optional<MachineReader> other = MachineParts.reader(descriptor);
        return other.isEmpty()
                ? new OvfReader().readPackage(descriptor).files()
                : other.get().read(descriptor).machine().disks().stream()
                        .flatMap(DescribedFiles::names)
                        .map(name -> new OvfFile(
                                name, name, OptionalLong.empty(), OvfFile.Compression.NONE, OptionalLong.empty()))
                        .toList();
    }

    private static Stream<String> names(Drive.Disk disk) {
        return disk.medium() instanceof Medium.Image image
                ? PackagedDisk.candidates(image.reference())
                : Stream.empty();
    }
}
