package io.vmloom.fuzz;

import io.vmloom.appliance.Appliance;
import io.vmloom.appliance.CheckDepth;
import io.vmloom.appliance.PackageReader;
import io.vmloom.appliance.PackagedDisk;
import io.vmloom.archive.TarArchive;
import io.vmloom.error.ImageException;
import io.vmloom.machine.Reading;
import io.vmloom.source.ByteSource;

/** The first disk of an OVA, when all around it was read. */
final class PackagedImage {
    private PackagedImage() {}

    static ByteSource in(ByteSource source) {
        TarArchive archive = TarArchive.read(source);
        Appliance appliance = new PackageReader(CheckDepth.ALL_FILES).read(archive);
        appliance.machines().stream().map(Reading::machine).forEach(WrittenMachine::everywhere);
        appliance.requireDisks();
        PackagedDisk disk = appliance.disks().stream()
                .filter(one -> !one.needsUnpacking())
                .findFirst()
                .orElseThrow(() -> ImageException.unsupported(
                        source.name(), "none of its files is a disk as it is", "give another package"));
        return archive.open(archive.member(disk.file())
                .or(() -> archive.members().stream()
                        .filter(member -> member.name().endsWith("/" + disk.file()))
                        .findFirst())
                .orElseThrow(() -> new AssertionError("a disk that was found is not there: " + disk)));
    }
}
