package io.vmloom.machine;

import java.util.Optional;

/**
 * Where disks are to be attached, whatever the source says.
 *
 * @param model of the controllers; empty for the hypervisor's own choice
 */
public record DiskBus(Bus bus, Optional<Controller.Model> model) {
    private static final int RESERVED_SCSI_UNIT = 7;

    public DiskBus {
        Machine.require(bus != Bus.FLOPPY && bus != Bus.USB, "disks must not be moved to the bus " + bus);
        Machine.require(
                model.isEmpty() || model.orElseThrow().bus() == bus,
                "a controller's model must be one of its bus, got: " + model + " on " + bus);
    }

    /** The slot after this many others, all of which every hypervisor has. */
    Slot slot(int number) {
        return switch (bus) {
            case IDE -> new Slot(bus, number / 4, number % 4);
            case SATA -> new Slot(bus, number / 6, number % 6);
            case SCSI -> {
                int unit = number % 15;
                yield new Slot(bus, number / 15, unit < RESERVED_SCSI_UNIT ? unit : unit + 1);
            }
            case NVME -> new Slot(bus, number / 15, number % 15);
            case VIRTIO -> new Slot(bus, 0, number);
            case USB, FLOPPY -> throw new IllegalStateException("no disks on " + bus);
        };
    }
}
