package io.vmloom.machine.libvirt;

import io.vmloom.machine.Architecture;
import io.vmloom.machine.Bus;
import io.vmloom.machine.Clock;
import io.vmloom.machine.Firmware;
import io.vmloom.machine.GuestOs;
import io.vmloom.machine.Machine;
import io.vmloom.machine.MachineWriter;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.OsVocabulary;
import io.vmloom.machine.Setting;
import io.vmloom.machine.Written;
import io.vmloom.xml.XmlText;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes domains for KVM that {@code virsh define} takes. */
public final class LibvirtWriter implements MachineWriter {
    private static final Pattern NO_NAME = Pattern.compile("[/\\p{Cntrl}]");
    private static final Pattern NVRAM = Pattern.compile("/.*\\.(fd|qcow2)");
    private static final long KIB = 1024;
    private static final long MIB = 1L << 20;

    @Override
    public Written write(Machine machine) {
        Notebook notes = new Notebook();
        XmlText xml = new XmlText();
        boolean ide = hasIde(machine);
        LibvirtPlaces places = new LibvirtPlaces(machine, ide, notes);
        xml.open("domain", "type", "kvm");
        identity(machine, xml, notes);
        memory(machine, xml, notes);
        LibvirtStartXml start = new LibvirtStartXml(xml, notes);
        LibvirtProcessorXml.count(machine.cpu(), xml);
        start.os(machine, ide);
        features(machine, xml);
        LibvirtProcessorXml.cpu(machine.cpu(), machine.guest(), xml, notes);
        clock(machine.clock(), xml);
        xml.leaf("on_poweroff", "destroy").leaf("on_reboot", "restart").leaf("on_crash", "destroy");
        xml.open("devices");
        new LibvirtDrivesXml(xml, notes, places, start).write(machine);
        new LibvirtNicsXml(xml, notes, start).write(machine);
        new LibvirtPortsXml(xml, notes).write(machine);
        new LibvirtPeripheralsXml(xml, notes).write(machine);
        xml.close().close();
        return new Written(xml.text(), notes.notes());
    }

    /** The older of QEMU's chipsets has IDE, and no Secure Boot. */
    private static boolean hasIde(Machine machine) {
        return machine.firmware() instanceof Firmware.Bios
                && machine.guest().architecture() != Architecture.AARCH64
                && machine.drives().stream().anyMatch(drive -> drive.slot().bus() == Bus.IDE);
    }

    private static void identity(Machine machine, XmlText xml, Notebook notes) {
        String name = NO_NAME.matcher(machine.name()).replaceAll("-");
        if (!name.equals(machine.name())) {
            notes.changed(Setting.of("name", machine.name()), name, "libvirt makes file names of it");
        }
        xml.leaf("name", name);
        machine.uuid().ifPresent(uuid -> xml.leaf("uuid", uuid));
        guest(machine.guest(), xml, notes);
        if (!machine.description().isEmpty()) {
            xml.leaf("description", machine.description());
        }
    }

    private static void guest(GuestOs guest, XmlText xml, Notebook notes) {
        Optional<String> id = switch (guest.vocabulary()) {
            case LIBOSINFO -> Optional.of(guest.id());
            case VMWARE -> LibvirtGuests.ofVmware(guest.id());
            case NONE, CIM, VIRTUALBOX, PARALLELS -> Optional.empty();
        };
        id.ifPresent(uri -> xml.open("metadata")
                .open("libosinfo:libosinfo", "xmlns:libosinfo", "http://libosinfo.org/xmlns/libvirt/domain/1.0")
                .empty("libosinfo:os", "id", uri)
                .close()
                .close());
        if (guest.vocabulary() != OsVocabulary.NONE && guest.vocabulary() != OsVocabulary.LIBOSINFO) {
            Setting said = Setting.of("guest", guest.id());
            id.ifPresentOrElse(
                    uri -> notes.changed(said, uri, "libosinfo's name for it"),
                    () -> notes.noCounterpart(said, "libosinfo's name for this guest is not known"));
        }
    }

    private static void memory(Machine machine, XmlText xml, Notebook notes) {
        long kib = Math.ceilDiv(machine.memoryBytes(), MIB) * KIB;
        if (kib * KIB != machine.memoryBytes()) {
            notes.changed(
                    Setting.of("memory", machine.memoryBytes()), kib * KIB, "QEMU gives memory in pieces of 1 MiB");
        }
        xml.leaf("memory", kib, "unit", "KiB");
    }

    private static void features(Machine machine, XmlText xml) {
        xml.open("features").empty("acpi");
        if (machine.guest().architecture() != Architecture.AARCH64) {
            xml.empty("apic");
        }
        if (machine.firmware() instanceof Firmware.Uefi(Firmware.SecureBoot secure, String nvram)
                && secure == Firmware.SecureBoot.ON) {
            xml.empty("smm", "state", "on");
        }
        xml.close();
    }

    private static void clock(Clock clock, XmlText xml) {
        xml.empty(
                "clock",
                "offset",
                switch (clock) {
                    case UTC -> "utc";
                    case LOCAL_TIME -> "localtime";
                });
    }

    /** The NVRAM file of the source, where it is one that this program can use. */
    static Optional<String> nvram(Firmware firmware, Notebook notes) {
        String file = firmware.nvram();
        if (file.isEmpty()) {
            return Optional.empty();
        }
        if (firmware instanceof Firmware.Uefi && NVRAM.matcher(file).matches()) {
            return Optional.of(file);
        }
        notes.ofTheSource(Setting.of("NVRAM", file), "another program's variables; the firmware begins with its own");
        return Optional.empty();
    }
}
