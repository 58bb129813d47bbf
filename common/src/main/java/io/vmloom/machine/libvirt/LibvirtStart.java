package io.vmloom.machine.libvirt;

import io.vmloom.machine.Architecture;
import io.vmloom.machine.BootDevice;
import io.vmloom.machine.ConfigNode;
import io.vmloom.machine.Firmware;
import io.vmloom.machine.GuestOs;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.OsFamily;
import io.vmloom.machine.OsVocabulary;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what the guest is, its firmware, and the order of kinds of devices to start from. */
final class LibvirtStart {
    private LibvirtStart() {}

    static void read(ConfigNode domain, MachineBuilder machine, Notebook notes) {
        Optional<ConfigNode> os = domain.child("os");
        machine.guest(guest(domain, os, notes));
        os.ifPresent(one -> {
            machine.firmware(firmware(one, notes));
            one.children("boot").forEach(boot -> boot(boot, machine, notes));
            for (String tuning : new String[] {"bootmenu", "smbios", "bios", "acpi"}) {
                one.children(tuning).forEach(element -> element.leave(notes, "how the old host starts the machine"));
            }
        });
    }

    private static GuestOs guest(ConfigNode domain, Optional<ConfigNode> os, Notebook notes) {
        Architecture architecture = os.flatMap(one -> one.child("type"))
                .map(type -> {
                    type.text();
                    type.attribute("machine");
                    return architecture(type, notes);
                })
                .orElse(Architecture.X86_64);
        String id = domain.child("metadata").map(one -> libosinfo(one, notes)).orElse("");
        return id.isEmpty()
                ? new GuestOs(OsFamily.OTHER, architecture, OsVocabulary.NONE, "")
                : new GuestOs(family(id), architecture, OsVocabulary.LIBOSINFO, id);
    }

    private static Architecture architecture(ConfigNode type, Notebook notes) {
        return switch (type.value("arch")) {
            case "i686", "i386" -> Architecture.I686;
            case "aarch64" -> Architecture.AARCH64;
            case "x86_64", "" -> Architecture.X86_64;
            default -> {
                notes.changed(type.setting("arch"), Architecture.X86_64, "no other program emulates this processor");
                yield Architecture.X86_64;
            }
        };
    }

    private static String libosinfo(ConfigNode metadata, Notebook notes) {
        String id = "";
        for (ConfigNode child : metadata.children()) {
            if (child.name().equals("libosinfo")) {
                id = child.settle().value("os", "id");
            } else {
                child.leave(notes, "what a manager of machines keeps for itself");
            }
        }
        return id;
    }

    private static OsFamily family(String id) {
        String word = id.toLowerCase(Locale.ROOT);
        if (word.contains("microsoft.com/")) {
            return OsFamily.WINDOWS;
        }
        if (word.contains("bsd")) {
            return OsFamily.BSD;
        }
        if (word.contains("apple.com/")) {
            return OsFamily.MACOS;
        }
        if (word.contains("solaris") || word.contains("omnios") || word.contains("openindiana")) {
            return OsFamily.SOLARIS;
        }
        return word.contains("unknown") || word.contains("haiku") || word.contains("msdos")
                ? OsFamily.OTHER
                : OsFamily.LINUX;
    }

    private static Firmware firmware(ConfigNode os, Notebook notes) {
        boolean uefi = os.value("firmware").equals("efi");
        boolean secure = false;
        for (ConfigNode loader : os.children("loader")) {
            String file = loader.text();
            loader.attribute("readonly");
            loader.attribute("format");
            uefi |= loader.value("type").equals("pflash");
            secure |= loader.value("secure").equals("yes");
            if (!file.isEmpty()) {
                notes.ofTheSource(loader.setting(), "a file of the old host; the new one brings its own firmware");
            }
        }
        for (ConfigNode feature :
                os.child("firmware").map(one -> one.children("feature")).orElse(List.of())) {
            boolean enabled = feature.value("enabled").equals("yes");
            if (feature.value("name").equals("secure-boot")) {
                secure |= enabled;
            }
        }
        String nvram = os.child("nvram")
                .map(element -> {
                    element.attribute("template");
                    element.attribute("format");
                    return element.text();
                })
                .orElse("");
        return uefi
                ? new Firmware.Uefi(secure ? Firmware.SecureBoot.ON : Firmware.SecureBoot.OFF, nvram)
                : new Firmware.Bios(nvram);
    }

    private static void boot(ConfigNode boot, MachineBuilder machine, Notebook notes) {
        switch (boot.value("dev")) {
            case "hd" -> machine.boot(new BootDevice.Any(BootDevice.Kind.DISK));
            case "cdrom" -> machine.boot(new BootDevice.Any(BootDevice.Kind.OPTICAL));
            case "fd" -> machine.boot(new BootDevice.Any(BootDevice.Kind.FLOPPY));
            case "network" -> machine.boot(new BootDevice.Any(BootDevice.Kind.NETWORK));
            default -> notes.invalid(boot.setting(), "nothing that can be started from");
        }
    }
}
