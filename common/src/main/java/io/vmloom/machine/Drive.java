package io.vmloom.machine;

import java.util.OptionalLong;

/** Something with a medium in a slot. */
public sealed interface Drive {
    Slot slot();

    /** What it holds. */
    Medium medium();

    /**
     * A disk.
     *
     * @param capacityBytes that the guest sees, where the configuration says so
     */
    record Disk(Slot slot, Medium medium, DiskMode mode, Cache cache, OptionalLong capacityBytes) implements Drive {
        public Disk {
            Machine.require(
                    !(medium instanceof Medium.Empty), "a disk must have a file or device, got none in " + slot);
            Machine.require(slot.bus() != Bus.FLOPPY, "a disk must not stand on the floppy controller");
        }

        /** One that is written to as usual. */
        public static Disk of(Slot slot, Medium medium) {
            return new Disk(slot, medium, DiskMode.PERSISTENT, Cache.UNSPECIFIED, OptionalLong.empty());
        }

        public Disk at(Slot newSlot) {
            return new Disk(newSlot, medium, mode, cache, capacityBytes);
        }

        public Disk with(Medium newMedium) {
            return new Disk(slot, newMedium, mode, cache, capacityBytes);
        }
    }

    /** A CD or DVD drive. */
    record Optical(Slot slot, Medium medium, Connection connection) implements Drive {
        public Optical {
            Machine.require(slot.bus() != Bus.FLOPPY, "a CD drive must not stand on the floppy controller");
        }
    }

    record Floppy(Slot slot, Medium medium, Connection connection) implements Drive {
        public Floppy {
            Machine.require(slot.bus() == Bus.FLOPPY, "a floppy drive must stand on its controller, got: " + slot);
        }
    }
}
