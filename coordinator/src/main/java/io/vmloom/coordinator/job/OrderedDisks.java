package io.vmloom.coordinator.job;

import io.vmloom.appliance.PackagedDisk;
import io.vmloom.error.RequestException;
import io.vmloom.error.TargetException;
import io.vmloom.machine.DiskFiles;
import io.vmloom.machine.Drive;
import io.vmloom.machine.Medium;
import io.vmloom.store.Location;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The disks that items make, in place of those that a configuration names.
 *
 * @param machine as messages call it
 */
public record OrderedDisks(String machine, List<MachineDisk> disks) implements DiskFiles {
    public OrderedDisks {
        disks = List.copyOf(disks);
    }

    /** Those of an item; throws {@link TargetException} {@code DISK_MISSING}. Outcomes that are not known are no failures. */
    public static OrderedDisks made(Location target, MachineOrder order, Map<String, ItemOutcome> outcomes) {
        for (MachineDisk disk : order.disks()) {
            if (outcomes.get(disk.item()) instanceof ItemOutcome.Failed failed) {
                throw TargetException.diskMissing(
                        target.toString(),
                        "its disk '" + disk.file() + "' was not made (" + failed.code() + ")",
                        "mend what that item's message says, and retry the batch, which takes both");
            }
        }
        return new OrderedDisks(target.toString(), order.disks());
    }

    /** Throws {@link RequestException} when none of the disks is this one. */
    @Override
    public Medium.Image rename(Drive.Disk disk, Medium.Image file, int index) {
        MachineDisk made = made(file.reference())
                .orElseThrow(() -> new RequestException(machine + ": the machine's disk '" + file.reference()
                        + "' is made by no item; convert all disks of the machine"));
        return new Medium.Image(made.reference(), made.format());
    }

    /** The disk that is made of what the configuration names so. */
    public Optional<MachineDisk> made(String reference) {
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
