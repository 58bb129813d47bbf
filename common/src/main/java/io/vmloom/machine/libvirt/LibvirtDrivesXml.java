package io.vmloom.machine.libvirt;

import io.vmloom.machine.Bus;
import io.vmloom.machine.Connection;
import io.vmloom.machine.Controller;
import io.vmloom.machine.DiskMode;
import io.vmloom.machine.Drive;
import io.vmloom.machine.Machine;
import io.vmloom.machine.Medium;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Setting;
import io.vmloom.machine.Slot;
import io.vmloom.machine.Words;
import io.vmloom.xml.XmlText;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes controllers and drives. */
final class LibvirtDrivesXml {
    private static final Set<String> FORMATS = Set.of(
            "raw", "bochs", "cloop", "dmg", "iso", "vpc", "vdi", "vhd", "luks", "cow", "qcow", "qcow2", "qed", "vmdk");
    private static final String IMAGES = "/var/lib/libvirt/images/";

    private final XmlText xml;
    private final Notebook notes;
    private final LibvirtPlaces places;
    private final LibvirtStartXml start;
    private final Map<String, Integer> names = new HashMap<>();

    LibvirtDrivesXml(XmlText xml, Notebook notes, LibvirtPlaces places, LibvirtStartXml start) {
        this.xml = xml;
        this.notes = notes;
        this.places = places;
        this.start = start;
    }

    void write(Machine machine) {
        machine.drives().forEach(this::drive);
        places.controllers().forEach(this::controller);
    }

    private void controller(Slot slot, Optional<Controller.Model> model) {
        xml.empty(
                "controller",
                "type",
                Words.of(LibvirtWords.BUSES, slot.bus()).orElseThrow(),
                "index",
                Integer.toString(slot.controller()),
                "model",
                model.flatMap(one -> Words.of(LibvirtWords.CONTROLLERS, one)).orElse(""));
    }

    private void drive(Drive drive) {
        Slot place = places.of(drive.slot());
        String device = switch (drive) {
            case Drive.Disk disk -> "disk";
            case Drive.Optical optical -> "cdrom";
            case Drive.Floppy floppy -> "floppy";
        };
        DiskMode mode = drive instanceof Drive.Disk disk ? disk.mode() : DiskMode.PERSISTENT;
        xml.open(
                "disk",
                "type",
                isBlock(drive.medium()) ? "block" : "file",
                "device",
                device,
                "snapshot",
                mode == DiskMode.INDEPENDENT_PERSISTENT ? "no" : "");
        medium(drive);
        Connection connection = switch (drive) {
            case Drive.Disk disk -> Connection.CONNECTED;
            case Drive.Optical optical -> optical.connection();
            case Drive.Floppy floppy -> floppy.connection();
        };
        xml.empty(
                "target",
                "dev",
                name(place),
                "bus",
                Words.of(LibvirtWords.BUSES, place.bus()).orElseThrow(),
                "tray",
                connection == Connection.DISCONNECTED ? "open" : "");
        if (mode == DiskMode.READ_ONLY || drive instanceof Drive.Optical) {
            xml.empty("readonly");
        }
        if (mode == DiskMode.INDEPENDENT_NONPERSISTENT) {
            xml.empty("transient");
        }
        start.number(drive.slot());
        address(place);
        xml.close();
        if (drive instanceof Drive.Disk disk) {
            disk.capacityBytes()
                    .ifPresent(bytes -> notes.ofTheSource(
                            Setting.of("capacity of the disk in " + disk.slot(), bytes), "libvirt asks the file"));
        }
    }

    /** A device without a name can not be written, as libvirt looks for none. */
    private static boolean isBlock(Medium medium) {
        return medium instanceof Medium.HostDevice(String device) && device.startsWith("/");
    }

    private void medium(Drive drive) {
        String cache = drive instanceof Drive.Disk disk
                ? Words.of(LibvirtWords.CACHES, disk.cache()).orElse("")
                : "";
        switch (drive.medium()) {
            case Medium.Empty empty -> xml.empty("driver", "name", "qemu", "type", "raw");
            case Medium.HostDevice(String device) -> {
                xml.empty("driver", "name", "qemu", "type", "raw", "cache", cache);
                if (device.startsWith("/")) {
                    xml.empty("source", "dev", device);
                } else {
                    hostDevice(drive, device);
                }
            }
            case Medium.Image(String reference, String format) -> {
                xml.empty("driver", "name", "qemu", "type", format(drive, reference, format), "cache", cache);
                xml.empty("source", "file", absolute(reference));
            }
        }
    }

    private void hostDevice(Drive drive, String device) {
        Setting said = Setting.of("device in " + drive.slot(), device);
        if (drive instanceof Drive.Disk) {
            String path = "/dev/" + device;
            notes.changed(said, path, "libvirt wants a path; set it before the machine is started");
            xml.empty("source", "file", path);
        } else {
            notes.noCounterpart(said, "libvirt wants the path of a device; the drive is empty");
        }
    }

    private String format(Drive drive, String reference, String format) {
        if (FORMATS.contains(format)) {
            return format;
        }
        if (!(drive instanceof Drive.Disk) && format.isEmpty()) {
            return "raw";
        }
        notes.changed(
                Setting.of("format of " + reference, format),
                "raw",
                "libvirt has no word for it; correct it if it is another one");
        return "raw";
    }

    private String absolute(String reference) {
        if (reference.startsWith("/")) {
            return reference;
        }
        String path = IMAGES + reference.substring(reference.replace('\\', '/').lastIndexOf('/') + 1);
        notes.changed(Setting.of("file", reference), path, "libvirt takes absolute paths only");
        return path;
    }

    private String name(Slot place) {
        String prefix = switch (place.bus()) {
            case IDE -> "hd";
            case FLOPPY -> "fd";
            case VIRTIO -> "vd";
            case SATA, SCSI, USB, NVME -> "sd";
        };
        if (place.bus() == Bus.IDE || place.bus() == Bus.FLOPPY || place.bus() == Bus.VIRTIO) {
            return prefix + letters(place.unit());
        }
        return prefix + letters(names.merge(prefix, 1, Integer::sum) - 1);
    }

    /** a, b, … z, aa, ab, … as Linux numbers disks. */
    private static String letters(int number) {
        String last = Character.toString('a' + number % 26);
        return number < 26 ? last : letters(number / 26 - 1) + last;
    }

    private void address(Slot place) {
        int unit = place.unit();
        switch (place.bus()) {
            case IDE -> address(place, unit / 2, 0, unit % 2);
            case SATA, FLOPPY -> address(place, 0, 0, unit);
            case SCSI -> {
                // QEMU's models differ in which of the two numbers tells its disks apart
                boolean byTarget = places.modelAt(place)
                        .filter(model -> model == Controller.Model.LSISAS1068 || model == Controller.Model.PVSCSI)
                        .isPresent();
                address(place, 0, byTarget ? unit : 0, byTarget ? 0 : unit);
            }
            case VIRTIO, USB, NVME -> {}
        }
    }

    private void address(Slot place, int channel, int target, int unit) {
        xml.empty(
                "address",
                "type",
                "drive",
                "controller",
                Integer.toString(place.controller()),
                "bus",
                Integer.toString(channel),
                "target",
                Integer.toString(target),
                "unit",
                Integer.toString(unit));
    }
}
