package io.vmloom.machine.ovf;

import io.vmloom.machine.BootDevice;
import io.vmloom.machine.Bus;
import io.vmloom.machine.Cache;
import io.vmloom.machine.Connection;
import io.vmloom.machine.DiskMode;
import io.vmloom.machine.Drive;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.Medium;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Slot;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Disks, CD and floppy drives. */
final class DriveItems {
    private static final int RESERVED_SCSI_UNIT = 7;

    private final PackageFiles files;
    private final Map<String, ControllerItems.Place> controllers;
    private final MachineBuilder machine;
    private final Notebook notes;
    private final Map<String, BootDevice> devices;
    private final Set<Slot> taken = new HashSet<>();

    DriveItems(
            PackageFiles files,
            Map<String, ControllerItems.Place> controllers,
            MachineBuilder machine,
            Notebook notes,
            Map<String, BootDevice> devices) {
        this.files = files;
        this.controllers = controllers;
        this.machine = machine;
        this.notes = notes;
        this.devices = devices;
    }

    void disk(Item item) {
        String resource = item.hostResource();
        Optional<OvfDisk> disk = files.disk(resource);
        Optional<Medium> medium = files.image(resource);
        if (medium.isEmpty()) {
            item.leaveOut(
                    notes,
                    disk.isEmpty()
                            ? "the package has no disk '" + resource + "'"
                            : "the disk is in no file: it is made, empty, where the machine is set up"
                                    + (disk.get().capacityBytes().isPresent()
                                            ? ", with "
                                                    + disk.get().capacityBytes().getAsLong() + " bytes"
                                            : ""));
            return;
        }
        disk.flatMap(OvfDisk::parent)
                .ifPresent(parent -> notes.noCounterpart(
                        item.setting(), "it holds only what changed since disk '" + parent + "', which it needs"));
        Cache cache = item.configs().takeFlag("backing.writeThrough") ? Cache.WRITETHROUGH : Cache.UNSPECIFIED;
        DiskMode mode =
                item.configs().take("backing.diskMode").map(DriveItems::mode).orElse(DiskMode.PERSISTENT);
        add(
                item,
                new Drive.Disk(
                        slot(item),
                        medium.get(),
                        mode,
                        cache,
                        disk.orElseThrow().capacityBytes()));
    }

    void optical(Item item) {
        add(item, new Drive.Optical(slot(item), medium(item, "cdrom"), Connection.of(item.isAllocated())));
    }

    void floppy(Item item) {
        int unit = item.addressOnParent().orElse(0);
        item.parent();
        Slot slot = free(Bus.FLOPPY, 0, unit < Bus.FLOPPY.units() ? unit : 0);
        add(item, new Drive.Floppy(slot, medium(item, "floppy"), Connection.of(item.isAllocated())));
    }

    private void add(Item item, Drive drive) {
        machine.drive(drive);
        devices.put(item.instance(), new BootDevice.OneDrive(drive.slot()));
        item.isAllocated();
        item.finish(notes);
    }

    private Medium medium(Item item, String kind) {
        String resource = item.hostResource();
        Optional<Medium> image = files.image(resource);
        if (image.isPresent()) {
            return plain(image.get());
        }
        if (!resource.isEmpty()) {
            notes.invalid(item.setting(), "the package has no file '" + resource + "'; the drive is left empty");
        }
        boolean ofHost = item.subTypes().stream()
                .anyMatch(word -> word.equals("vmware." + kind + ".atapi")
                        || word.equals("vmware." + kind + ".passthrough")
                        || word.equals("vmware." + kind + ".device"));
        return ofHost ? new Medium.HostDevice("") : Medium.EMPTY;
    }

    /** Media of such drives have no format of their own. */
    private static Medium plain(Medium medium) {
        return medium instanceof Medium.Image(String reference, String format) && format.isEmpty()
                ? new Medium.Image(reference, "raw")
                : medium;
    }

    private Slot slot(Item item) {
        ControllerItems.Place place = controllers.get(item.parent());
        if (place == null) {
            Slot slot = free(Bus.IDE, 0, 0);
            notes.changed(item.setting(), slot, "it names no controller that is known");
            item.addressOnParent();
            return slot;
        }
        int unit = place.firstUnit() + item.addressOnParent().orElse(0);
        Slot slot = free(place.bus(), place.index(), unit < place.bus().units() ? unit : place.firstUnit());
        if (item.addressOnParent().isPresent() && slot.unit() != unit) {
            notes.changed(item.setting(), slot, "its place is another drive's, or is not there");
        }
        return slot;
    }

    /** This unit or, where it is taken, the first behind it, in other controllers where it must be. */
    private Slot free(Bus bus, int controller, int wanted) {
        int index = controller;
        int unit = wanted;
        while (true) {
            Slot slot = new Slot(bus, index, unit);
            boolean reserved = bus == Bus.SCSI && unit == RESERVED_SCSI_UNIT && unit != wanted;
            if (!reserved && taken.add(slot)) {
                return slot;
            }
            unit++;
            if (unit == bus.units()) {
                unit = 0;
                index++;
            }
        }
    }

    private static DiskMode mode(String word) {
        return switch (word) {
            case "independent_persistent" -> DiskMode.INDEPENDENT_PERSISTENT;
            case "independent_nonpersistent" -> DiskMode.INDEPENDENT_NONPERSISTENT;
            case "read_only" -> DiskMode.READ_ONLY;
            default -> DiskMode.PERSISTENT;
        };
    }
}
