package io.vmloom.machine.vmx;

import io.vmloom.machine.BootDevice;
import io.vmloom.machine.Drive;
import io.vmloom.machine.Firmware;
import io.vmloom.machine.Machine;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Setting;
import io.vmloom.machine.Slot;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Writes what is started from. UEFI keeps its own list in its variables, so that these lines are about BIOS. */
final class VmxBootLines {
    private VmxBootLines() {}

    static void write(Machine machine, VmxPlaces places, VmxLines lines, Notebook notes) {
        Set<String> kinds = new LinkedHashSet<>();
        Set<String> disks = new LinkedHashSet<>();
        for (BootDevice device : machine.bootOrder()) {
            switch (device) {
                case BootDevice.Any(BootDevice.Kind kind) -> kinds.add(word(kind));
                case BootDevice.OneNic(int index) -> kinds.add("ethernet" + index);
                case BootDevice.OneDrive(Slot slot) -> drive(machine, slot, places, kinds, disks, notes);
            }
        }
        if (machine.firmware() instanceof Firmware.Uefi && !machine.bootOrder().isEmpty()) {
            notes.noCounterpart(
                    Setting.of("boot order", String.join(", ", kinds)),
                    "UEFI keeps it in its variables; VMware starts what it finds");
        }
        if (!kinds.isEmpty()) {
            lines.set("bios.bootOrder", String.join(",", kinds));
        }
        if (!disks.isEmpty()) {
            lines.set("bios.hddOrder", String.join(",", disks));
        }
    }

    private static void drive(
            Machine machine, Slot slot, VmxPlaces places, Set<String> kinds, Set<String> disks, Notebook notes) {
        List<Drive> found =
                machine.drives().stream().filter(one -> one.slot().equals(slot)).toList();
        for (Drive drive : found) {
            switch (drive) {
                case Drive.Disk disk -> {
                    kinds.add("hdd");
                    disks.add(VmxPlaces.device(places.of(slot)));
                }
                case Drive.Optical optical -> kinds.add(word(BootDevice.Kind.OPTICAL));
                case Drive.Floppy floppy -> kinds.add(word(BootDevice.Kind.FLOPPY));
            }
            if (!(drive instanceof Drive.Disk)) {
                notes.changed(Setting.of("boot from", slot), "any drive of its kind", "VMware can not name it");
            }
        }
    }

    private static String word(BootDevice.Kind kind) {
        return switch (kind) {
            case DISK -> "hdd";
            case OPTICAL -> "cdrom";
            case FLOPPY -> "floppy";
            case NETWORK -> "ethernet0";
        };
    }
}
