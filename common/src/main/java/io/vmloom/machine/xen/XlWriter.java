package io.vmloom.machine.xen;

import io.vmloom.error.RequestException;
import io.vmloom.machine.Architecture;
import io.vmloom.machine.BootDevice;
import io.vmloom.machine.Bus;
import io.vmloom.machine.Clock;
import io.vmloom.machine.Controller;
import io.vmloom.machine.Cpu;
import io.vmloom.machine.Drive;
import io.vmloom.machine.Firmware;
import io.vmloom.machine.Machine;
import io.vmloom.machine.MachineWriter;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.OsFamily;
import io.vmloom.machine.OsVocabulary;
import io.vmloom.machine.Setting;
import io.vmloom.machine.Slot;
import io.vmloom.machine.Written;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes configurations for {@code xl create} of Xen 4.11 or later. */
public final class XlWriter implements MachineWriter {
    private static final Pattern NO_NAME = Pattern.compile("[^A-Za-z0-9_.+-]");
    private static final long MIB = 1L << 20;

    @Override
    public Written write(Machine machine) {
        if (machine.guest().architecture() == Architecture.AARCH64) {
            throw new RequestException("'" + machine.name()
                    + "' is a machine for ARM, where Xen virtualises no firmware and no disks; take KVM");
        }
        Notebook notes = new Notebook();
        XlLines lines = new XlLines();
        identity(machine, lines, notes);
        processors(machine, lines, notes);
        firmware(machine, lines, notes);
        boot(machine, lines, notes);
        new XlDisks(lines, notes).write(machine);
        new XlNics(lines, notes).write(machine);
        XlPorts.write(machine, lines, notes);
        XlPeripherals.write(machine, lines, notes);
        usb(machine, lines, notes);
        return new Written(lines.text(), notes.notes());
    }

    private static void identity(Machine machine, XlLines lines, Notebook notes) {
        String name = NO_NAME.matcher(machine.name()).replaceAll("-");
        if (!name.equals(machine.name())) {
            notes.changed(Setting.of("name", machine.name()), name, "xl makes file names of it");
        }
        machine.description().lines().filter(line -> !line.isBlank()).forEach(lines::comment);
        lines.string("name", name).string("type", "hvm");
        machine.uuid().ifPresent(uuid -> lines.string("uuid", uuid.toString()));
        if (machine.guest().vocabulary() != OsVocabulary.NONE) {
            notes.noCounterpart(Setting.of("guest", machine.guest().id()), "Xen wants to know of Windows only");
        }
        if (machine.guest().family() == OsFamily.WINDOWS) {
            lines.number("viridian", 1);
        }
    }

    private static void processors(Machine machine, XlLines lines, Notebook notes) {
        long mib = Math.ceilDiv(machine.memoryBytes(), MIB);
        if (mib * MIB != machine.memoryBytes()) {
            notes.changed(
                    Setting.of("memory", machine.memoryBytes()), mib * MIB, "Xen gives memory in pieces of 1 MiB");
        }
        Cpu cpu = machine.cpu();
        lines.number("memory", mib).number("vcpus", cpu.processors());
        if (cpu.coresPerSocket() > 1 || cpu.threadsPerCore() > 1) {
            notes.noCounterpart(
                    Setting.of(
                            "sockets, cores, threads",
                            cpu.sockets() + " x " + cpu.coresPerSocket() + " x " + cpu.threadsPerCore()),
                    "Xen shows processors without their topology");
        }
        if (!cpu.model().isEmpty()) {
            notes.noCounterpart(Setting.of("processor model", cpu.model()), "Xen shows the host's own");
        }
        if (cpu.features().contains(Cpu.Feature.NESTED)) {
            lines.number("nestedhvm", 1);
        }
        if (cpu.features().contains(Cpu.Feature.HOT_ADD)) {
            notes.noCounterpart(Setting.of("processors", "HOT_ADD"), "all processors are there from the start");
        }
        lines.number("localtime", machine.clock() == Clock.LOCAL_TIME ? 1 : 0);
    }

    private static void firmware(Machine machine, XlLines lines, Notebook notes) {
        switch (machine.firmware()) {
            case Firmware.Bios bios -> lines.string("bios", "seabios");
            case Firmware.Uefi(Firmware.SecureBoot secureBoot, String nvram) -> {
                lines.string("bios", "ovmf");
                if (secureBoot == Firmware.SecureBoot.ON) {
                    notes.noCounterpart(Setting.of("Secure Boot", "ON"), "xl has no setting for it");
                }
            }
        }
        if (!machine.firmware().nvram().isEmpty()) {
            notes.ofTheSource(
                    Setting.of("NVRAM", machine.firmware().nvram()),
                    "another program's variables; the firmware begins with its own");
        }
        machine.tpm().ifPresent(version -> notes.noCounterpart(Setting.of("TPM", version), "xl has no setting for it"));
    }

    private static void boot(Machine machine, XlLines lines, Notebook notes) {
        Set<String> letters = new LinkedHashSet<>();
        for (BootDevice device : machine.bootOrder()) {
            switch (device) {
                case BootDevice.Any(BootDevice.Kind kind) -> letters.add(letter(kind));
                case BootDevice.OneNic(int index) -> letters.add("n");
                case BootDevice.OneDrive(Slot slot) -> {
                    machine.drives().stream()
                            .filter(drive -> drive.slot().equals(slot))
                            .forEach(drive -> letters.add(letter(kind(drive))));
                    notes.changed(
                            Setting.of("boot from", slot), "all devices of its kind", "xl can not name a single one");
                }
            }
        }
        if (letters.remove("")) {
            notes.noCounterpart(Setting.of("boot from", "floppy"), "xl has no floppy drives");
        }
        if (!letters.isEmpty()) {
            lines.string("boot", String.join("", letters));
        }
    }

    private static BootDevice.Kind kind(Drive drive) {
        return switch (drive) {
            case Drive.Disk disk -> BootDevice.Kind.DISK;
            case Drive.Optical optical -> BootDevice.Kind.OPTICAL;
            case Drive.Floppy floppy -> BootDevice.Kind.FLOPPY;
        };
    }

    private static String letter(BootDevice.Kind kind) {
        return switch (kind) {
            case DISK -> "c";
            case OPTICAL -> "d";
            case NETWORK -> "n";
            case FLOPPY -> "";
        };
    }

    /** One USB bus; xl takes either its version or devices on it. */
    private static void usb(Machine machine, XlLines lines, Notebook notes) {
        int version = 0;
        for (Controller controller : machine.controllers()) {
            if (controller.bus() == Bus.USB) {
                version = Math.max(version, version(controller));
            }
        }
        if (version > 0) {
            lines.number("usbversion", version);
        }
        long count = machine.controllers().stream()
                .filter(one -> one.bus() == Bus.USB)
                .count();
        if (count > 1) {
            notes.changed(Setting.of("USB controllers", count), "one of version " + version, "xl makes one");
        }
    }

    private static int version(Controller controller) {
        return switch (controller.model().orElse(Controller.Model.XHCI)) {
            case UHCI -> 1;
            case EHCI -> 2;
            case XHCI, LSILOGIC, LSISAS1068, BUSLOGIC, PVSCSI, VIRTIO_SCSI, PIIX, AHCI -> 3;
        };
    }
}
