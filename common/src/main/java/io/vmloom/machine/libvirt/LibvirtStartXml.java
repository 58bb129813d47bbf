package io.vmloom.machine.libvirt;

import io.vmloom.machine.Architecture;
import io.vmloom.machine.BootDevice;
import io.vmloom.machine.Drive;
import io.vmloom.machine.Firmware;
import io.vmloom.machine.Machine;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Setting;
import io.vmloom.machine.Slot;
import io.vmloom.xml.XmlText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes firmware and what is started from: an order of kinds, or a number at each device, since libvirt takes one of them. */
final class LibvirtStartXml {
    private final XmlText xml;
    private final Notebook notes;
    private final Map<Object, Integer> order = new HashMap<>();

    LibvirtStartXml(XmlText xml, Notebook notes) {
        this.xml = xml;
        this.notes = notes;
    }

    void os(Machine machine, boolean ide) {
        Firmware firmware = machine.firmware();
        boolean arm = machine.guest().architecture() == Architecture.AARCH64;
        boolean uefi = firmware instanceof Firmware.Uefi;
        xml.open("os", "firmware", uefi || arm ? "efi" : "");
        xml.leaf("type", "hvm", "arch", arm ? "aarch64" : "x86_64", "machine", arm ? "virt" : ide ? "pc" : "q35");
        if (machine.guest().architecture() == Architecture.I686) {
            notes.changed(
                    Setting.of("architecture", Architecture.I686),
                    Architecture.X86_64,
                    "64-bit processors run such guests, too");
        }
        if (arm && !uefi) {
            notes.changed(Setting.of("firmware", "BIOS"), "UEFI", "there is no other one for this architecture");
        }
        if (firmware instanceof Firmware.Uefi(Firmware.SecureBoot secureBoot, String nvram)) {
            String enabled = secureBoot == Firmware.SecureBoot.ON ? "yes" : "no";
            xml.open("firmware")
                    .empty("feature", "enabled", enabled, "name", "enrolled-keys")
                    .empty("feature", "enabled", enabled, "name", "secure-boot")
                    .close();
        }
        LibvirtWriter.nvram(firmware, notes).ifPresent(file -> xml.leaf("nvram", file));
        boot(machine);
        xml.close();
    }

    /** The number of a device in the order, as its element has it. */
    void number(Object device) {
        Optional.ofNullable(order.get(device)).ifPresent(number -> xml.empty("boot", "order", number.toString()));
    }

    private void boot(Machine machine) {
        List<BootDevice> devices = machine.bootOrder();
        if (devices.stream().allMatch(BootDevice.Any.class::isInstance)) {
            devices.stream()
                    .map(BootDevice.Any.class::cast)
                    .distinct()
                    .forEach(any -> xml.empty("boot", "dev", word(any.kind())));
            return;
        }
        for (BootDevice device : devices) {
            switch (device) {
                case BootDevice.Any(BootDevice.Kind kind) -> {
                    notes.changed(
                            Setting.of("boot from", kind),
                            "each of them",
                            "libvirt knows either kinds or single devices");
                    all(machine, kind);
                }
                case BootDevice.OneDrive(Slot slot) -> add(slot);
                case BootDevice.OneNic(int index) -> add(index);
            }
        }
    }

    private void all(Machine machine, BootDevice.Kind kind) {
        if (kind == BootDevice.Kind.NETWORK) {
            for (int i = 0; i < machine.nics().size(); i++) {
                add(i);
            }
            return;
        }
        machine.drives().stream()
                .filter(drive -> kind(drive) == kind)
                .map(Drive::slot)
                .sorted()
                .forEach(this::add);
    }

    private void add(Object device) {
        order.putIfAbsent(device, order.size() + 1);
    }

    private static BootDevice.Kind kind(Drive drive) {
        return switch (drive) {
            case Drive.Disk disk -> BootDevice.Kind.DISK;
            case Drive.Optical optical -> BootDevice.Kind.OPTICAL;
            case Drive.Floppy floppy -> BootDevice.Kind.FLOPPY;
        };
    }

    private static String word(BootDevice.Kind kind) {
        return switch (kind) {
            case DISK -> "hd";
            case OPTICAL -> "cdrom";
            case FLOPPY -> "fd";
            case NETWORK -> "network";
        };
    }
}
