package io.vmloom.machine.vmx;

import io.vmloom.machine.Bus;
import io.vmloom.machine.Connection;
import io.vmloom.machine.DiskMode;
import io.vmloom.machine.Drive;
import io.vmloom.machine.Machine;
import io.vmloom.machine.Medium;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Setting;
import io.vmloom.machine.Words;

/** Writes controllers and drives. */
final class VmxDriveLines {
    private final VmxLines lines;
    private final Notebook notes;
    private final VmxPlaces places;

    VmxDriveLines(VmxLines lines, Notebook notes, VmxPlaces places) {
        this.lines = lines;
        this.notes = notes;
        this.places = places;
    }

    void write(Machine machine) {
        places.controllers().forEach((slot, model) -> {
            if (slot.bus() != Bus.IDE && slot.bus() != Bus.FLOPPY) {
                String device = VmxPlaces.device(slot);
                String controller = device.substring(0, device.indexOf(':'));
                lines.flag(controller + ".present", true);
                model.filter(one -> one.bus() == Bus.SCSI)
                        .flatMap(one -> Words.of(VmxWords.SCSI, one))
                        .ifPresent(word -> lines.set(controller + ".virtualDev", word));
            }
        });
        machine.drives().forEach(this::drive);
    }

    private void drive(Drive drive) {
        switch (drive) {
            case Drive.Disk disk -> disk(disk, VmxPlaces.device(places.of(disk.slot())));
            case Drive.Optical optical -> optical(optical, VmxPlaces.device(places.of(optical.slot())));
            case Drive.Floppy floppy -> floppy(floppy, "floppy" + floppy.slot().unit());
        }
    }

    private void disk(Drive.Disk disk, String device) {
        lines.flag(device + ".present", true);
        switch (disk.medium()) {
            case Medium.Image(String reference, String format) -> {
                lines.set(device + ".deviceType", type(places.of(disk.slot()).bus()))
                        .set(device + ".fileName", reference);
                if (!format.isEmpty() && !format.equals("vmdk")) {
                    notes.noCounterpart(
                            Setting.of("format of " + reference, format), "VMware reads VMDK only; convert the disk");
                }
            }
            case Medium.HostDevice(String name) ->
                lines.set(device + ".deviceType", "scsi-passthru").set(device + ".fileName", name);
            case Medium.Empty empty -> throw new IllegalStateException("a disk is never empty");
        }
        DiskMode mode = disk.mode() == DiskMode.READ_ONLY ? DiskMode.INDEPENDENT_NONPERSISTENT : disk.mode();
        if (mode != disk.mode()) {
            notes.changed(Setting.of("disk in " + disk.slot(), disk.mode()), mode, "it keeps the file as it is, too");
        }
        lines.set(device + ".mode", Words.of(VmxWords.MODES, mode).orElseThrow());
        switch (disk.cache()) {
            case UNSPECIFIED -> {}
            case WRITETHROUGH -> lines.flag(device + ".writeThrough", true);
            case NONE, WRITEBACK, DIRECTSYNC, UNSAFE ->
                notes.noCounterpart(
                        Setting.of("cache of the disk in " + disk.slot(), disk.cache()), "VMware decides for itself");
        }
        disk.capacityBytes()
                .ifPresent(bytes -> notes.ofTheSource(
                        Setting.of("capacity of the disk in " + disk.slot(), bytes), "VMware asks the file"));
    }

    private static String type(Bus bus) {
        return switch (bus) {
            case SCSI -> "scsi-hardDisk";
            case IDE -> "ata-hardDisk";
            case SATA, NVME, VIRTIO, USB, FLOPPY -> "disk";
        };
    }

    private void optical(Drive.Optical drive, String device) {
        lines.flag(device + ".present", true);
        switch (drive.medium()) {
            case Medium.Empty empty ->
                lines.set(device + ".deviceType", "atapi-cdrom").flag(device + ".clientDevice", true);
            case Medium.Image(String reference, String format) ->
                lines.set(device + ".deviceType", "cdrom-image").set(device + ".fileName", reference);
            case Medium.HostDevice(String name) ->
                lines.set(device + ".deviceType", "atapi-cdrom")
                        .set(device + ".fileName", name.isEmpty() ? "auto detect" : name);
        }
        lines.flag(device + ".startConnected", drive.connection() == Connection.CONNECTED);
    }

    private void floppy(Drive.Floppy drive, String device) {
        lines.flag(device + ".present", true);
        switch (drive.medium()) {
            case Medium.Empty empty -> lines.flag(device + ".clientDevice", true);
            case Medium.Image(String reference, String format) ->
                lines.set(device + ".fileType", "file").set(device + ".fileName", reference);
            case Medium.HostDevice(String name) -> {
                lines.set(device + ".fileType", "device");
                if (name.isEmpty()) {
                    lines.flag(device + ".autodetect", true);
                } else {
                    lines.set(device + ".fileName", name);
                }
            }
        }
        lines.flag(device + ".startConnected", drive.connection() == Connection.CONNECTED);
    }
}
