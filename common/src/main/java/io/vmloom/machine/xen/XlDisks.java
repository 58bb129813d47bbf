package io.vmloom.machine.xen;

import io.vmloom.error.RequestException;
import io.vmloom.machine.Bus;
import io.vmloom.machine.Cache;
import io.vmloom.machine.Connection;
import io.vmloom.machine.DiskMode;
import io.vmloom.machine.Drive;
import io.vmloom.machine.Machine;
import io.vmloom.machine.Medium;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Setting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes disks and CD drives. Xen emulates four disks, of IDE or AHCI; guests with Xen's own drivers see all of them by those
 * instead, and only such guests see more than four.
 */
final class XlDisks {
    /** Of what vmloom writes; the others have to be converted before. */
    private static final Map<String, String> FORMATS =
            Map.of("raw", "raw", "qcow", "qcow", "qcow2", "qcow2", "vpc", "vhd", "qed", "qed");

    private static final int EMULATED = 4;

    private final XlLines lines;
    private final Notebook notes;
    private final Set<String> names = new HashSet<>();

    XlDisks(XlLines lines, Notebook notes) {
        this.lines = lines;
        this.notes = notes;
    }

    void write(Machine machine) {
        boolean ahci = machine.drives().stream().anyMatch(drive -> drive.slot().bus() == Bus.SATA)
                && machine.drives().stream().noneMatch(drive -> drive.slot().bus() == Bus.IDE);
        lines.string("hdtype", ahci ? "ahci" : "ide");
        List<String> specs = new ArrayList<>();
        for (Drive drive : machine.drives().stream()
                .sorted(Comparator.comparing((Drive drive) -> drive.slot().bus() != Bus.IDE))
                .toList()) {
            switch (drive) {
                case Drive.Disk disk -> {
                    if (disk.medium() instanceof Medium.HostDevice(String device) && device.isEmpty()) {
                        notes.noCounterpart(Setting.of("disk in " + disk.slot(), "a device"), "xl wants its path");
                    } else {
                        specs.add(disk(disk, ahci));
                    }
                }
                case Drive.Optical optical -> specs.add(optical(optical));
                case Drive.Floppy floppy ->
                    notes.noCounterpart(Setting.of("floppy drive", floppy.slot()), "xl has no floppy drives");
            }
        }
        lines.list("disk", specs);
    }

    private String disk(Drive.Disk disk, boolean ahci) {
        String name = name(disk, ahci);
        tuning(disk);
        String access = disk.mode() == DiskMode.READ_ONLY ? "ro" : "rw";
        return switch (disk.medium()) {
            case Medium.Image(String reference, String format) ->
                "format=" + format(reference, format) + ", vdev=" + name + ", access=" + access + ", target="
                        + target(reference);
            case Medium.HostDevice(String device) ->
                "format=raw, vdev=" + name + ", access=" + access + ", target=" + target(device);
            case Medium.Empty empty -> throw new IllegalStateException("a disk is never empty");
        };
    }

    private void tuning(Drive.Disk disk) {
        if (disk.mode() == DiskMode.INDEPENDENT_PERSISTENT || disk.mode() == DiskMode.INDEPENDENT_NONPERSISTENT) {
            notes.changed(
                    Setting.of("disk in " + disk.slot(), disk.mode()),
                    DiskMode.PERSISTENT,
                    "Xen keeps what the guest writes");
        }
        if (disk.cache() != Cache.UNSPECIFIED) {
            notes.noCounterpart(
                    Setting.of("cache of the disk in " + disk.slot(), disk.cache()), "Xen decides for itself");
        }
        disk.capacityBytes()
                .ifPresent(bytes -> notes.ofTheSource(
                        Setting.of("capacity of the disk in " + disk.slot(), bytes), "Xen asks the file"));
    }

    private String optical(Drive.Optical drive) {
        String name = name(drive, false);
        if (drive.connection() == Connection.DISCONNECTED && !(drive.medium() instanceof Medium.Empty)) {
            notes.changed(
                    Setting.of("CD drive in " + drive.slot(), drive.connection()),
                    "an empty drive",
                    "xl connects what is there");
        }
        boolean empty = drive.medium() instanceof Medium.Empty || drive.connection() == Connection.DISCONNECTED;
        String target = switch (drive.medium()) {
            case Medium.Empty none -> "";
            case Medium.Image(String reference, String format) -> target(reference);
            case Medium.HostDevice(String device) -> device.isEmpty() ? "" : target(device);
        };
        return "format=" + (empty || target.isEmpty() ? "empty" : "raw") + ", vdev=" + name
                + ", access=ro, devtype=cdrom" + (empty || target.isEmpty() ? "" : ", target=" + target);
    }

    /** {@code hda} to {@code hdd} are emulated, and their letters say which is first. */
    private String name(Drive drive, boolean ahci) {
        Bus bus = drive.slot().bus();
        boolean own = drive.slot().controller() == 0
                && drive.slot().unit() < EMULATED
                && (bus == Bus.IDE || (ahci && bus == Bus.SATA));
        if (own) {
            String letter = "hd" + (char) ('a' + drive.slot().unit());
            if (names.add(letter)) {
                return letter;
            }
        }
        for (int i = 0; i < EMULATED && bus != Bus.VIRTIO; i++) {
            String free = "hd" + (char) ('a' + i);
            if (names.add(free)) {
                notes.changed(Setting.of("drive in", drive.slot()), free, "Xen emulates IDE and AHCI");
                return free;
            }
        }
        int number = 0;
        while (!names.add("xvd" + letters(number))) {
            number++;
        }
        notes.changed(
                Setting.of("drive in", drive.slot()),
                "xvd" + letters(number),
                "Xen's own disks; the guest needs their driver");
        return "xvd" + letters(number);
    }

    private static String letters(int number) {
        String last = Character.toString('a' + number % 26);
        return number < 26 ? last : letters(number / 26 - 1) + last;
    }

    private static String format(String reference, String format) {
        String word = FORMATS.get(format);
        if (word == null) {
            throw new RequestException("the disk '" + printable(reference) + "' is of the format '" + format
                    + "', which Xen does not read; convert it, and say so here by --disk-format raw or qcow2");
        }
        return word;
    }

    /** The last parameter takes the rest of its string, so that commas may stand in it. */
    private static String target(String reference) {
        if (reference.chars().anyMatch(c -> c < ' ')) {
            throw new RequestException("a disk's name must not have control characters, got: " + printable(reference));
        }
        return reference;
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
