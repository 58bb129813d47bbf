package io.vmloom.coordinator.pipeline;

import io.vmloom.appliance.PackagedDisk;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.MachineDisk;
import io.vmloom.coordinator.job.MachineOrder;
import io.vmloom.error.RequestException;
import io.vmloom.error.TargetException;
import io.vmloom.machine.DiskFiles;
import io.vmloom.machine.Drive;
import io.vmloom.machine.Medium;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The disks of a machine, made by other items, in place of those that its configuration names. */
record MadeDisks(ConversionRequest request, List<MachineDisk> disks) implements DiskFiles {
    /** Throws {@link TargetException} {@code DISK_MISSING}; outcomes that are not known are no failures. */
    static MadeDisks of(ConversionRequest request, MachineOrder order, Map<String, ItemOutcome> outcomes) {
        for (MachineDisk disk : order.disks()) {
            if (outcomes.get(disk.item()) instanceof ItemOutcome.Failed failed) {
                throw TargetException.diskMissing(
                        request.target().toString(),
                        "its disk '" + disk.file() + "' was not made (" + failed.code() + ")",
                        "mend what that item's message says, and retry the batch, which takes both");
            }
        }
        return new MadeDisks(request, order.disks());
    }

    /** Throws {@link RequestException} when none of the disks is this one. */
    @Override
    public Medium.Image rename(Drive.Disk disk, Medium.Image file, int index) {
        MachineDisk made = made(file.reference())
                .orElseThrow(() -> new RequestException(request.target() + ": the machine's disk '" + file.reference()
                        + "' is made by no item; convert all disks of the machine"));
        return new Medium.Image(made.reference(), made.format());
    }

    /** The disk that was made of what the configuration names so. */
    Optional<MachineDisk> made(String reference) {
        return PackagedDisk.candidates(reference)
                .flatMap(name -> named(name).stream())
                .findFirst();
    }

    /** Files of an archive are called by their folders too. */
    private Optional<MachineDisk> named(String name) {
        return disks.stream()
                .filter(disk -> disk.file().equals(name))
                .findFirst()
                .or(() -> disks.stream()
                        .filter(disk -> disk.file().endsWith("/" + name))
                        .findFirst());
    }
}
