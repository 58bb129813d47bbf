package io.vmloom.machine.vmx;

import io.vmloom.error.ImageException;
import io.vmloom.machine.Clock;
import io.vmloom.machine.ConfigFile;
import io.vmloom.machine.Cpu;
import io.vmloom.machine.Firmware;
import io.vmloom.machine.GuestOs;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.MachineReader;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.OsFamily;
import io.vmloom.machine.Reading;
import io.vmloom.machine.Setting;
import io.vmloom.machine.TpmVersion;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads VMX files of VMware's hosted programs and of ESXi. */
public final class VmxReader implements MachineReader {
    private static final Pattern KNOWN_KEY =
            Pattern.compile("(?im)^[ \\t]*(config\\.version|virtualHW\\.version|encryption\\.(keySafe|data))[ \\t]*=");
    private static final Pattern NO_HEX = Pattern.compile("[^0-9A-Fa-f]");
    private static final long MIB = 1L << 20;
    private static final long USUAL_MEMORY_MIB = 32;
    private static final long MAX_MEMORY_MIB = 1L << 30;

    @Override
    public boolean recognises(ConfigFile file) {
        return KNOWN_KEY
                .matcher(new String(file.bytes(), StandardCharsets.ISO_8859_1))
                .find();
    }

    @Override
    public Reading read(ConfigFile file) {
        Notebook notes = new Notebook();
        VmxDictionary vmx = VmxDictionary.read(file, notes);
        if (vmx.has("encryption.keySafe") || vmx.has("encryption.data")) {
            throw ImageException.locked(
                    file.name(),
                    "this machine's configuration is encrypted",
                    "remove the encryption in VMware (in the machine's settings, under Access Control; a virtual TPM has to"
                            + " be removed before), and take the file that it writes then");
        }
        MachineBuilder machine = new MachineBuilder();
        identity(vmx, file, machine, notes);
        processors(vmx, machine, notes);
        firmware(vmx, machine, notes);
        new VmxDrives(vmx, notes).read(machine);
        new VmxNics(vmx, notes).read(machine);
        new VmxPorts(vmx, notes).read(machine);
        new VmxPeripherals(vmx, notes).read(machine);
        new VmxBoot(vmx, notes).read(machine);
        VmxLeftovers.note(vmx, notes);
        return new Reading(machine.build(file), notes.notes());
    }

    private static void identity(VmxDictionary vmx, ConfigFile file, MachineBuilder machine, Notebook notes) {
        machine.name(vmx.text("displayName").filter(name -> !name.isBlank()).orElseGet(() -> stem(file.name())));
        vmx.text("annotation").ifPresent(machine::description);
        GuestOs guest = vmx.text("guestOS").map(VmxGuests::read).orElse(GuestOs.UNKNOWN);
        machine.guest(guest);
        // VMware decides by the guest what its clock shows
        machine.clock(guest.family() == OsFamily.WINDOWS ? Clock.LOCAL_TIME : Clock.UTC);
        vmx.take("uuid.bios")
                .ifPresent(entry -> uuid(entry.value())
                        .ifPresentOrElse(
                                machine::uuid,
                                () -> notes.invalid(entry.setting(), "it must be 16 bytes in hexadecimal")));
    }

    private static String stem(String path) {
        String name = path.substring(path.replace('\\', '/').lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        return stem.isBlank() ? "machine" : stem;
    }

    private static Optional<UUID> uuid(String text) {
        String digits = NO_HEX.matcher(text).replaceAll("");
        if (digits.length() != 32) {
            return Optional.empty();
        }
        return Optional.of(
                new UUID(HexFormat.fromHexDigitsToLong(digits, 0, 16), HexFormat.fromHexDigitsToLong(digits, 16, 32)));
    }

    private static void processors(VmxDictionary vmx, MachineBuilder machine, Notebook notes) {
        machine.memoryBytes(vmx.number("memsize", 1, MAX_MEMORY_MIB).orElse(USUAL_MEMORY_MIB) * MIB);
        int processors =
                vmx.number("numvcpus", 1, Cpu.MAX_PROCESSORS).orElse(1L).intValue();
        int cores = vmx.number("cpuid.coresPerSocket", 1, Cpu.MAX_PROCESSORS)
                .orElse(1L)
                .intValue();
        if (processors % cores != 0) {
            notes.changed(
                    Setting.of("cpuid.coresPerSocket", cores),
                    1,
                    processors + " processors do not fill sockets of that size");
            cores = 1;
        }
        Set<Cpu.Feature> features = vmx.flag("vhv.enable", false) ? Set.of(Cpu.Feature.NESTED) : Set.of();
        if (vmx.flag("vcpu.hotadd", false)) {
            features =
                    features.isEmpty() ? Set.of(Cpu.Feature.HOT_ADD) : Set.of(Cpu.Feature.NESTED, Cpu.Feature.HOT_ADD);
        }
        machine.cpu(new Cpu(processors / cores, cores, 1, "", features));
    }

    private static void firmware(VmxDictionary vmx, MachineBuilder machine, Notebook notes) {
        String nvram = vmx.text("nvram").orElse("");
        String kind = vmx.word("firmware").orElse("bios");
        boolean efi = kind.equals("efi");
        if (!efi && !kind.equals("bios")) {
            vmx.take("firmware").ifPresent(entry -> notes.unknown(entry.setting()));
        }
        boolean secure = vmx.flag("uefi.secureBoot.enabled", false);
        machine.firmware(
                efi
                        ? new Firmware.Uefi(secure ? Firmware.SecureBoot.ON : Firmware.SecureBoot.OFF, nvram)
                        : new Firmware.Bios(nvram));
        if (vmx.flag("vtpm.present", false)) {
            machine.tpm(TpmVersion.V2_0);
        }
    }
}
