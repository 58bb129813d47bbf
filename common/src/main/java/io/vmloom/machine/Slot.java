package io.vmloom.machine;

import java.util.Locale;

/** Where a drive is attached. */
public record Slot(Bus bus, int controller, int unit) implements Comparable<Slot> {
    public Slot {
        Machine.require(
                controller >= 0 && controller < Machine.MAX_DEVICES,
                "controllers must be numbered from 0, got: " + controller);
        Machine.require(
                controller == 0 || (bus != Bus.FLOPPY && bus != Bus.VIRTIO),
                bus + " has no further controller, got: " + controller);
        Machine.require(
                unit >= 0 && unit < bus.units(),
                "units of " + bus + " must be 0 to " + (bus.units() - 1) + ", got: " + unit);
    }

    @Override
    public int compareTo(Slot other) {
        int byBus = bus.compareTo(other.bus);
        int byController = byBus != 0 ? byBus : Integer.compare(controller, other.controller);
        return byController != 0 ? byController : Integer.compare(unit, other.unit);
    }

    @Override
    public String toString() {
        return bus.name().toLowerCase(Locale.ROOT) + controller + ":" + unit;
    }
}
