package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.MachineDisk;
import io.vmloom.coordinator.job.MachineOrder;
import io.vmloom.coordinator.job.OrderedDisks;
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

    @Override
    public Medium.Image rename(Drive.Disk disk, Medium.Image file, int index) {
        return ordered().rename(disk, file, index);
    }

    /** The disk that was made of what the configuration names so. */
    Optional<MachineDisk> made(String reference) {
        return ordered().made(reference);
    }

    private OrderedDisks ordered() {
        return new OrderedDisks(request.target().toString(), disks);
    }
}
