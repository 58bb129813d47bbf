package io.vmloom.machine.proxmox;

import io.vmloom.error.RequestException;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes disks and CD drives. Volumes are paths, or {@code STORAGE:NAME}. */
final class QmDrives {
    private static final Set<String> FORMATS = Set.of("raw", "qcow", "qcow2", "qed", "vmdk", "cloop");
    private static final Pattern VOLUME = Pattern.compile("/.+|[A-Za-z][A-Za-z0-9._-]*[A-Za-z0-9]:[^/:].*");
    private static final String IMAGES = "/var/lib/vz/images/";

    private final QmLines lines;
    private final Notebook notes;

    QmDrives(QmLines lines, Notebook notes) {
        this.lines = lines;
        this.notes = notes;
    }

    /** Writes them, and answers under which keys. */
    Map<Slot, String> write(Machine machine) {
        scsiHardware(machine);
        Map<Slot, String> keys = new HashMap<>();
        for (Drive drive : machine.drives().stream()
                .sorted(Comparator.comparing(Drive::slot))
                .toList()) {
            if (drive instanceof Drive.Floppy) {
                notes.noCounterpart(Setting.of("floppy drive", drive.slot()), "Proxmox has no floppy drives");
                continue;
            }
            if (drive instanceof Drive.Disk
                    && drive.medium() instanceof Medium.HostDevice(String device)
                    && device.isEmpty()) {
                notes.noCounterpart(Setting.of("disk in " + drive.slot(), "a device"), "Proxmox wants its path");
                continue;
            }
            String key = key(drive);
            keys.put(drive.slot(), key);
            lines.set(key, value(drive));
        }
        return keys;
    }

    private void scsiHardware(Machine machine) {
        Optional<Controller.Model> model = machine.controllers().stream()
                .filter(one -> one.bus() == Bus.SCSI)
                .min(Comparator.comparingInt(Controller::index))
                .flatMap(Controller::model);
        model.ifPresent(one -> {
            String word = switch (one) {
                case PVSCSI -> "pvscsi";
                case VIRTIO_SCSI -> "virtio-scsi-pci";
                case LSILOGIC, LSISAS1068, BUSLOGIC, PIIX, AHCI, UHCI, EHCI, XHCI -> "lsi";
            };
            lines.set("scsihw", word);
            if (one == Controller.Model.LSISAS1068 || one == Controller.Model.BUSLOGIC) {
                notes.changed(Setting.of("controller SCSI", one), "lsi", "Proxmox has no such model");
            }
        });
        machine.controllers().stream()
                .filter(one -> one.bus() == Bus.SCSI && !one.model().equals(model))
                .forEach(one -> notes.changed(
                        Setting.of(
                                "controller SCSI " + one.index(),
                                one.model().map(Enum::name).orElse("")),
                        model.map(Enum::name).orElse("lsi"),
                        "all of Proxmox's are of one model"));
    }

    private String key(Drive drive) {
        Slot slot = drive.slot();
        boolean first = slot.controller() == 0;
        String own = switch (slot.bus()) {
            case IDE -> first ? "ide" + slot.unit() : "";
            case SATA -> first && slot.unit() < 6 ? "sata" + slot.unit() : "";
            case SCSI -> first && slot.unit() < 31 ? "scsi" + slot.unit() : "";
            case VIRTIO -> first && slot.unit() < 16 && drive instanceof Drive.Disk ? "virtio" + slot.unit() : "";
            case NVME, USB, FLOPPY -> "";
        };
        if (!own.isEmpty() && !lines.has(own)) {
            return own;
        }
        String free = next(slot.bus() == Bus.SCSI || slot.bus() == Bus.VIRTIO ? "scsi" : "sata");
        notes.changed(Setting.of("drive in", slot), free, "Proxmox has no such place for a drive");
        return free;
    }

    private String next(String bus) {
        int limit = bus.equals("scsi") ? 31 : 6;
        for (int i = 0; i < limit; i++) {
            if (!lines.has(bus + i)) {
                return bus + i;
            }
        }
        if (bus.equals("sata")) {
            return next("scsi");
        }
        throw new RequestException(
                "the machine has more drives than one of Proxmox can have; take some of them away before");
    }

    private String value(Drive drive) {
        return switch (drive) {
            case Drive.Disk disk -> disk(disk);
            case Drive.Optical optical -> optical(optical);
            case Drive.Floppy floppy -> throw new IllegalStateException("floppy drives are left out");
        };
    }

    private String disk(Drive.Disk disk) {
        StringBuilder value = new StringBuilder();
        switch (disk.medium()) {
            case Medium.Image(String reference, String format) -> {
                if (!FORMATS.contains(format)) {
                    throw new RequestException(
                            "the disk '" + reference.replaceAll("\\p{Cntrl}", "?") + "' is of the format '" + format
                                    + "', which Proxmox does not read; convert it, and say so here by --disk-format qcow2");
                }
                value.append(volume(reference));
                if (!reference.endsWith("." + format) && !reference.startsWith("/dev/")) {
                    value.append(",format=").append(format);
                }
            }
            case Medium.HostDevice(String device) -> value.append(volume(device));
            case Medium.Empty empty -> throw new IllegalStateException("a disk is never empty");
        }
        switch (disk.cache()) {
            case UNSPECIFIED -> {}
            case NONE, WRITETHROUGH, WRITEBACK, DIRECTSYNC, UNSAFE ->
                value.append(",cache=").append(disk.cache().name().toLowerCase(Locale.ROOT));
        }
        mode(disk, value);
        disk.capacityBytes()
                .ifPresent(bytes -> notes.ofTheSource(
                        Setting.of("capacity of the disk in " + disk.slot(), bytes), "Proxmox asks the file"));
        return value.toString();
    }

    private void mode(Drive.Disk disk, StringBuilder value) {
        boolean canBeReadOnly = disk.slot().bus() == Bus.SCSI || disk.slot().bus() == Bus.VIRTIO;
        switch (disk.mode()) {
            case PERSISTENT -> {}
            case INDEPENDENT_NONPERSISTENT -> value.append(",snapshot=1");
            case INDEPENDENT_PERSISTENT ->
                notes.changed(
                        Setting.of("disk in " + disk.slot(), disk.mode()),
                        DiskMode.PERSISTENT,
                        "Proxmox takes snapshots of all disks");
            case READ_ONLY -> {
                if (canBeReadOnly) {
                    value.append(",ro=1");
                } else {
                    value.append(",snapshot=1");
                    notes.changed(
                            Setting.of("disk in " + disk.slot(), disk.mode()),
                            DiskMode.INDEPENDENT_NONPERSISTENT,
                            "it keeps the file as it is, too");
                }
            }
        }
    }

    private String optical(Drive.Optical drive) {
        String what = "CD drive in " + drive.slot();
        if (drive.connection() == Connection.DISCONNECTED && !(drive.medium() instanceof Medium.Empty)) {
            notes.changed(Setting.of(what, drive.connection()), "an empty drive", "Proxmox connects what is there");
            return "none,media=cdrom";
        }
        return switch (drive.medium()) {
            case Medium.Empty empty -> "none,media=cdrom";
            case Medium.HostDevice(String device) -> {
                if (!device.isEmpty()) {
                    notes.changed(Setting.of(what, device), "cdrom", "Proxmox takes the host's drive");
                }
                yield "cdrom,media=cdrom";
            }
            case Medium.Image(String reference, String format) -> volume(reference) + ",media=cdrom";
        };
    }

    private String volume(String reference) {
        if (reference.contains(",") || reference.chars().anyMatch(c -> c < ' ')) {
            throw new RequestException("the disk '" + reference.replaceAll("\\p{Cntrl}", "?")
                    + "' can not be named in a configuration of Proxmox, where commas part options; rename it, and say so here by"
                    + " --disk-name");
        }
        if (VOLUME.matcher(reference).matches()) {
            return reference;
        }
        String path = IMAGES + reference.substring(reference.replace('\\', '/').lastIndexOf('/') + 1);
        notes.changed(Setting.of("file", reference), path, "Proxmox takes absolute paths, or STORAGE:NAME");
        return path;
    }
}
