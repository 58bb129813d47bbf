package io.vmloom.machine.pvs;

import io.vmloom.error.ImageException;
import io.vmloom.machine.Architecture;
import io.vmloom.machine.ConfigFile;
import io.vmloom.machine.ConfigNode;
import io.vmloom.machine.ConfigXml;
import io.vmloom.machine.Cpu;
import io.vmloom.machine.Display;
import io.vmloom.machine.Firmware;
import io.vmloom.machine.GuestOs;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.MachineReader;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.OsFamily;
import io.vmloom.machine.OsVocabulary;
import io.vmloom.machine.Reading;
import io.vmloom.machine.TpmVersion;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** Reads {@code config.pvs} of Parallels Desktop, Server and Virtuozzo. */
public final class PvsReader implements MachineReader {
    private static final String WHAT = "a configuration of Parallels";
    private static final Set<String> IDLE = Set.of("dyn_lists", "schemaVersion", "id");

    @Override
    public boolean recognises(ConfigFile file) {
        return ConfigXml.root(file).filter("ParallelsVirtualMachine"::equals).isPresent();
    }

    @Override
    public Reading read(ConfigFile file) {
        try {
            return readChecked(file);
        } catch (IllegalArgumentException e) {
            throw ImageException.invalid(file.name(), 0, String.valueOf(e.getMessage()));
        }
    }

    private static Reading readChecked(ConfigFile file) {
        ConfigNode root = ConfigXml.read(file, WHAT);
        Notebook notes = new Notebook();
        MachineBuilder machine = new MachineBuilder();
        root.child("Identification").ifPresent(identification -> {
            String name = identification.textOf("VmName");
            machine.name(name.isBlank() ? "machine" : name);
            uuid(identification.textOf("VmUuid")).ifPresent(machine::uuid);
            identification.settle();
        });
        root.child("Settings").ifPresent(settings -> settings(file, settings, machine, notes));
        ConfigNode hardware = root.child("Hardware")
                .orElseThrow(() -> ImageException.invalid(file.name(), 0, WHAT + " must have 'Hardware'"));
        hardware(hardware, machine, notes);
        root.settle("AppVersion", "ValidRc", "Security", "InstalledSoftware", "ExternalConfigInfo");
        root.noteUnread(notes, IDLE);
        return new Reading(machine.build(), notes.notes());
    }

    private static void settings(ConfigFile file, ConfigNode settings, MachineBuilder machine, Notebook notes) {
        boolean encrypted = settings.child("VmEncryptionInfo")
                .filter(info -> info.textOf("Enabled").equals("1"))
                .isPresent();
        if (encrypted) {
            throw ImageException.locked(
                    file.name(), "the machine is encrypted", "decrypt it with Parallels, and give it again");
        }
        Optional<ConfigNode> general = settings.child("General");
        general.ifPresent(node -> {
            machine.description(node.textOf("VmDescription"));
            machine.guest(guest(node.textOf("OsType"), node.textOf("OsNumber")));
        });
        Optional<ConfigNode> bios = settings.child("Startup").flatMap(startup -> startup.child("Bios"));
        boolean efi = bios.filter(node -> node.textOf("EfiEnabled").equals("1")).isPresent();
        boolean secure =
                bios.filter(node -> node.textOf("EfiSecureBoot").equals("1")).isPresent();
        machine.firmware(
                efi ? new Firmware.Uefi(secure ? Firmware.SecureBoot.ON : Firmware.SecureBoot.OFF, "") : Firmware.BIOS);
        boolean hasPassword = settings.child("RemoteDisplay")
                .filter(display -> !display.textOf("Password").isEmpty())
                .isPresent();
        if (hasPassword) {
            notes.secret(settings.settingWithoutValue(), "set a password for the display where the machine runs");
        }
        notes.ofTheSource(settings.settingWithoutValue(), "how Parallels and its tools treat the machine");
        settings.settle();
    }

    private static GuestOs guest(String type, String number) {
        OsFamily family = switch (type) {
            case "7" -> OsFamily.MACOS;
            case "8" -> OsFamily.WINDOWS;
            case "9" -> OsFamily.LINUX;
            case "10" -> OsFamily.BSD;
            case "14" -> OsFamily.SOLARIS;
            default -> OsFamily.OTHER;
        };
        return number.isEmpty()
                ? GuestOs.UNKNOWN
                : new GuestOs(family, Architecture.X86_64, OsVocabulary.PARALLELS, number);
    }

    private static void hardware(ConfigNode hardware, MachineBuilder machine, Notebook notes) {
        hardware.child("Cpu").ifPresent(cpu -> {
            Set<Cpu.Feature> features = EnumSet.noneOf(Cpu.Feature.class);
            if (cpu.textOf("VirtualizedHV").equals("1")) {
                features.add(Cpu.Feature.NESTED);
            }
            if (cpu.textOf("EnableHotplug").equals("1")) {
                features.add(Cpu.Feature.HOT_ADD);
            }
            int count = number(cpu.textOf("Number"), "number of processors");
            machine.cpu(new Cpu(count, 1, 1, "", features));
            cpu.settle();
        });
        hardware.child("Memory").ifPresent(memory -> {
            machine.memoryBytes((long) number(memory.textOf("RAM"), "MiB of memory") << 20);
            memory.settle();
        });
        hardware.child("Video").ifPresent(video -> {
            String megabytes = video.textOf("VideoMemorySize");
            boolean accelerated = !video.textOf("Enable3DAcceleration").matches("0?");
            machine.display(new Display(
                    Optional.empty(),
                    megabytes.matches("[1-9]\\d{0,5}")
                            ? OptionalLong.of(Long.parseLong(megabytes) << 20)
                            : OptionalLong.empty(),
                    accelerated ? Display.Acceleration.THREE_D : Display.Acceleration.NONE,
                    List.of()));
            video.settle();
        });
        hardware.child("TpmChip")
                .filter(tpm -> tpm.textOf("Type").matches("[1-9]"))
                .ifPresent(tpm -> {
                    machine.tpm(TpmVersion.V2_0);
                    tpm.settle();
                });
        new PvsDevices(machine, notes).read(hardware);
        hardware.settle("Chipset", "Clock", "HibernateState", "VirtIOSerial");
    }

    private static int number(String text, String what) {
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw new IllegalArgumentException(what + " must be a positive number, got: '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    private static Optional<UUID> uuid(String text) {
        String plain = text.replaceAll("[{}]", "");
        return plain.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
                ? Optional.of(UUID.fromString(plain))
                : Optional.empty();
    }
}
