package io.vmloom.machine.libvirt;

import io.vmloom.machine.Bus;
import io.vmloom.machine.Cache;
import io.vmloom.machine.ConfigNode;
import io.vmloom.machine.Connection;
import io.vmloom.machine.Controller;
import io.vmloom.machine.DiskMode;
import io.vmloom.machine.Drive;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.Medium;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Slot;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads controllers, disks, CD and floppy drives. */
final class LibvirtDrives {
    private LibvirtDrives() {}

    static void read(ConfigNode devices, MachineBuilder machine, Notebook notes) {
        devices.children("controller").forEach(controller -> controller(controller, machine, notes));
        Set<Slot> taken = new HashSet<>();
        for (ConfigNode disk : devices.children("disk")) {
            Optional<Slot> slot = LibvirtSlots.read(disk, taken);
            if (slot.isEmpty()) {
                disk.settle();
                notes.noCounterpart(disk.setting(), "a drive where there is no place for one, or another one already");
            } else {
                taken.add(slot.orElseThrow());
                drive(disk, slot.orElseThrow(), machine, notes);
            }
        }
    }

    private static void controller(ConfigNode controller, MachineBuilder machine, Notebook notes) {
        Bus bus = LibvirtWords.BUSES.get(controller.value("type"));
        int index = LibvirtSlots.number(controller.value("index"), 0);
        String word = controller.value("model");
        if (bus == null || bus == Bus.FLOPPY || index < 0) {
            controller.leave(notes, "a controller that comes with the machine's chipset");
            return;
        }
        controller.children("master").forEach(ConfigNode::settle);
        address(controller);
        if (word.startsWith("ich9-uhci") || word.equals("none")) {
            controller.leave(notes, "a companion of another controller");
            return;
        }
        Optional<Controller.Model> model = Optional.ofNullable(LibvirtWords.CONTROLLERS.get(word))
                .or(() -> Optional.ofNullable(LibvirtWords.MORE_CONTROLLERS.get(word)))
                .filter(one -> one.bus() == bus);
        if (model.isEmpty() && !word.isEmpty()) {
            notes.unknown(controller.setting("model"));
        }
        controller.attribute("ports");
        controller.child("driver").ifPresent(driver -> driver.leave(notes, "fine tuning of KVM"));
        machine.controller(new Controller(bus, index, model));
    }

    /** Where a device stands on its bus is up to the new host, and so is its alias. */
    static void address(ConfigNode device) {
        device.children("address").forEach(ConfigNode::settle);
        device.children("alias").forEach(ConfigNode::settle);
    }

    private static void drive(ConfigNode disk, Slot slot, MachineBuilder machine, Notebook notes) {
        address(disk);
        String device = disk.attribute("device").orElse("disk");
        Medium medium = medium(disk, notes);
        Connection connection =
                disk.value("target", "tray").equals("open") ? Connection.DISCONNECTED : Connection.CONNECTED;
        boolean readOnly = disk.child("readonly").isPresent();
        boolean fits = slot.bus() == Bus.FLOPPY == device.equals("floppy");
        disk.child("serial")
                .ifPresent(serial ->
                        notes.noCounterpart(withText(serial).setting(), "serial numbers of disks are not taken over"));
        for (String tuning :
                new String[] {"iotune", "geometry", "blockio", "wwn", "vendor", "product", "mirror", "shareable"}) {
            disk.children(tuning).forEach(one -> one.leave(notes, "fine tuning of KVM"));
        }
        disk.children("encryption").forEach(one -> {
            one.settle();
            notes.secret(one.settingWithoutValue("encryption"), "give the key to the new host");
        });
        if (!fits) {
            notes.invalid(disk.setting(), "floppy drives, and they alone, stand on the bus fdc");
        } else if (device.equals("cdrom")) {
            machine.drive(new Drive.Optical(slot, medium, connection));
        } else if (device.equals("floppy")) {
            machine.drive(new Drive.Floppy(slot, medium, connection));
        } else if (medium instanceof Medium.Empty) {
            notes.noCounterpart(disk.setting(), "a disk without a file or device");
        } else {
            machine.drive(new Drive.Disk(slot, medium, mode(disk, readOnly), cache(disk, notes), OptionalLong.empty()));
        }
    }

    private static ConfigNode withText(ConfigNode element) {
        element.text();
        return element;
    }

    private static DiskMode mode(ConfigNode disk, boolean readOnly) {
        boolean apart = disk.value("snapshot").equals("no");
        if (disk.children("transient").size() > 0) {
            return DiskMode.INDEPENDENT_NONPERSISTENT;
        }
        if (readOnly) {
            return DiskMode.READ_ONLY;
        }
        return apart ? DiskMode.INDEPENDENT_PERSISTENT : DiskMode.PERSISTENT;
    }

    private static Cache cache(ConfigNode disk, Notebook notes) {
        Optional<ConfigNode> driver = disk.child("driver");
        String word = driver.map(one -> one.value("cache")).orElse("");
        Cache cache = LibvirtWords.CACHES.get(word);
        if (cache == null && !word.isEmpty() && !word.equals("default")) {
            driver.ifPresent(one -> notes.unknown(one.setting("cache")));
        }
        return cache == null ? Cache.UNSPECIFIED : cache;
    }

    private static Medium medium(ConfigNode disk, Notebook notes) {
        String type = disk.attribute("type").orElse("file");
        Optional<ConfigNode> driver = disk.child("driver");
        String format = driver.map(one -> one.value("type")).orElse("");
        driver.ifPresent(one -> one.attribute("name"));
        Optional<ConfigNode> source = disk.child("source");
        disk.children("backingStore").forEach(ConfigNode::settle);
        source.ifPresent(one -> {
            one.attribute("startupPolicy");
            one.attribute("index");
        });
        return switch (type) {
            case "file" ->
                source.flatMap(one -> one.attribute("file"))
                        .<Medium>map(file -> new Medium.Image(file, format))
                        .orElse(Medium.EMPTY);
            case "block" ->
                source.<Medium>map(one -> new Medium.HostDevice(one.value("dev")))
                        .orElse(Medium.EMPTY);
            default -> {
                source.ifPresent(one -> {
                    one.settle();
                    notes.noCounterpart(one.setting(), "a medium of the kind '" + type + "' is not taken over");
                });
                yield Medium.EMPTY;
            }
        };
    }
}
