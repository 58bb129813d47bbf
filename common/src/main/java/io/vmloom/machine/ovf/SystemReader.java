package io.vmloom.machine.ovf;

import io.vmloom.error.ImageException;
import io.vmloom.machine.Architecture;
import io.vmloom.machine.ConfigNode;
import io.vmloom.machine.Firmware;
import io.vmloom.machine.GuestOs;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.OsFamily;
import io.vmloom.machine.OsVocabulary;
import io.vmloom.machine.Reading;
import io.vmloom.machine.VboxFirmware;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads one {@code VirtualSystem}. */
final class SystemReader {
    private final String file;
    private final PackageFiles files;
    private final Sections around;
    private final Notebook notes = new Notebook();
    private final MachineBuilder machine = new MachineBuilder();

    SystemReader(String file, PackageFiles files, Sections around) {
        this.file = file;
        this.files = files;
        this.around = around;
    }

    Reading read(ConfigNode system) {
        try {
            return readChecked(system);
        } catch (IllegalArgumentException e) {
            throw ImageException.invalid(file, 0, String.valueOf(e.getMessage()));
        }
    }

    private Reading readChecked(ConfigNode system) {
        Sections sections = around.inside(system, notes);
        String id = system.attribute("id").orElse("");
        system.settle("Info");
        String name = system.textOf("Name");
        machine.name(!name.isBlank() ? name : !id.isBlank() ? id : "machine");
        List<String> descriptions = new ArrayList<>();
        List<ConfigNode> hardware = new ArrayList<>();
        List<ConfigNode> boot = new ArrayList<>();
        List<ConfigNode> copies = new ArrayList<>();
        for (ConfigNode section : system.children()) {
            switch (Sections.kind(section)) {
                case "OperatingSystemSection" -> machine.guest(guest(section));
                case "AnnotationSection" -> {
                    section.settle("Info");
                    descriptions.add(section.textOf("Annotation"));
                }
                case "VirtualHardwareSection" -> hardware.add(section);
                case "BootOrderSection" -> boot.add(section);
                case "Machine" -> copies.add(section);
                default -> {}
            }
        }
        machine.description(String.join("\n", descriptions));
        if (hardware.isEmpty()) {
            throw ImageException.invalid(file, 0, "machine '" + name + "' must have a 'VirtualHardwareSection'");
        }
        Hardware read = new HardwareReader(files, sections, machine, notes).read(hardware.getFirst());
        hardware.stream()
                .skip(1)
                .forEach(other ->
                        Sections.leaveOut(other, notes, "the first of several descriptions of the hardware is read"));
        boot.forEach(section -> readBoot(section, read));
        copies.forEach(this::readCopy);
        system.noteUnread(notes, OvfReader.IDLE);
        return new Reading(machine.build(), notes.notes());
    }

    private GuestOs guest(ConfigNode section) {
        section.settle("Info", "Description");
        String number = section.attribute("id").orElse("");
        String vmware = section.attribute("osType").orElse("");
        String virtualBox = section.textOf("OSType");
        section.children("OSType").forEach(ConfigNode::settle);
        if (!vmware.isBlank()) {
            String word = VimGuests.word(vmware);
            return new GuestOs(VimGuests.family(word), VimGuests.architecture(word), OsVocabulary.VMWARE, word);
        }
        GuestOs byNumber = CimGuests.read(number);
        if (virtualBox.isBlank()) {
            return byNumber;
        }
        Architecture architecture = virtualBox.endsWith("_arm64")
                ? Architecture.AARCH64
                : virtualBox.endsWith("_64") ? Architecture.X86_64 : Architecture.I686;
        OsFamily family = byNumber.family() == OsFamily.OTHER
                ? VimGuests.family(virtualBox.toLowerCase(Locale.ROOT))
                : byNumber.family();
        return new GuestOs(family, architecture, OsVocabulary.VIRTUALBOX, virtualBox);
    }

    /** Reads what the standard sections have no word for out of the settings that VirtualBox puts beside them. */
    private void readCopy(ConfigNode copy) {
        copy.child("Hardware")
                .map(hardware -> VboxFirmware.read(hardware, notes))
                .ifPresent(found -> {
                    found.tpm().ifPresent(machine::tpm);
                    switch (found.firmware()) {
                        // What it says as well of a machine that another program made UEFI since.
                        case Firmware.Bios bios -> {}
                        // The file of the variables stayed on the host.
                        case Firmware.Uefi(Firmware.SecureBoot secureBoot, String variables) ->
                            machine.firmware(new Firmware.Uefi(secureBoot, ""));
                    }
                });
        notes.noCounterpart(
                copy.settingWithoutValue(),
                "VirtualBox's own copy of the settings; only firmware and TPM are read from it, all else from the standard ones");
        copy.settle();
    }

    private void readBoot(ConfigNode section, Hardware hardware) {
        section.settle("Info");
        String instance = section.attribute("instanceId").orElse("");
        section.settle();
        hardware.bootDevice(instance)
                .ifPresentOrElse(
                        machine::boot,
                        () -> notes.invalid(section.setting(), "there is no drive or network card of this number"));
    }
}
