package io.vmloom.machine.proxmox;

import io.vmloom.machine.Architecture;
import io.vmloom.machine.BootDevice;
import io.vmloom.machine.Clock;
import io.vmloom.machine.Cpu;
import io.vmloom.machine.Drive;
import io.vmloom.machine.Firmware;
import io.vmloom.machine.GuestOs;
import io.vmloom.machine.Machine;
import io.vmloom.machine.MachineWriter;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.OsVocabulary;
import io.vmloom.machine.Setting;
import io.vmloom.machine.Slot;
import io.vmloom.machine.Written;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes configurations for Proxmox VE 7 or later. */
public final class QmWriter implements MachineWriter {
    private static final Pattern NO_NAME = Pattern.compile("[^A-Za-z0-9.-]+");
    private static final Pattern EDGES = Pattern.compile("^[.-]+|[.-]+$|(?<=\\.)[.-]+|-+(?=\\.)");
    private static final Pattern CPU = Pattern.compile("[A-Za-z0-9._+-]+");
    private static final int MAX_NAME = 63;
    private static final long MIB = 1L << 20;

    @Override
    public Written write(Machine machine) {
        Notebook notes = new Notebook();
        QmLines lines = new QmLines();
        identity(machine, lines, notes);
        processors(machine, lines, notes);
        firmware(machine, lines, notes);
        Map<Slot, String> drives = new QmDrives(lines, notes).write(machine);
        new QmNics(lines, notes).write(machine);
        QmPeripherals.write(machine, lines, notes);
        boot(machine, drives, lines, notes);
        return new Written(lines.text(), notes.notes());
    }

    private static void identity(Machine machine, QmLines lines, Notebook notes) {
        machine.description().lines().forEach(lines::describe);
        String name = NO_NAME.matcher(machine.name()).replaceAll("-");
        name = EDGES.matcher(name.substring(0, Math.min(MAX_NAME, name.length())))
                .replaceAll("");
        if (name.isEmpty()) {
            name = "machine";
        }
        if (!name.equals(machine.name())) {
            notes.changed(Setting.of("name", machine.name()), name, "Proxmox wants the name of a host");
        }
        lines.set("name", name).set("ostype", guest(machine.guest(), notes));
        machine.uuid().ifPresent(uuid -> lines.set("smbios1", "uuid=" + uuid));
        lines.set("localtime", machine.clock() == Clock.LOCAL_TIME ? 1 : 0);
    }

    private static String guest(GuestOs guest, Notebook notes) {
        String word = switch (guest.family()) {
            case LINUX -> "l26";
            case WINDOWS -> windows(guest.id().toLowerCase(Locale.ROOT));
            case SOLARIS -> "solaris";
            case BSD, MACOS, OTHER -> "other";
        };
        if (guest.vocabulary() != OsVocabulary.NONE) {
            notes.changed(Setting.of("guest", guest.id()), word, "Proxmox knows a few kinds of guests");
        }
        return word;
    }

    private static String windows(String id) {
        if (id.contains("11")
                || id.contains("2k22")
                || id.contains("2022")
                || id.contains("2019srvnext")
                || id.contains("2k25")) {
            return "win11";
        }
        if (id.contains("xp")) {
            return "wxp";
        }
        if (id.contains("2k8") || id.contains("longhorn")) {
            return id.contains("r2") ? "win7" : "w2k8";
        }
        if (id.contains("2k3") || id.contains("winnet")) {
            return "w2k3";
        }
        if (id.contains("windows7") || id.endsWith("/7")) {
            return "win7";
        }
        return id.contains("windows8") || id.endsWith("/8") || id.contains("2k12") ? "win8" : "win10";
    }

    private static void processors(Machine machine, QmLines lines, Notebook notes) {
        long mib = Math.max(16, Math.ceilDiv(machine.memoryBytes(), MIB));
        if (mib * MIB != machine.memoryBytes()) {
            notes.changed(
                    Setting.of("memory", machine.memoryBytes()), mib * MIB, "Proxmox gives memory in pieces of 1 MiB");
        }
        Cpu cpu = machine.cpu();
        lines.set("memory", mib)
                .set("sockets", cpu.sockets())
                .set("cores", cpu.coresPerSocket() * cpu.threadsPerCore());
        if (cpu.threadsPerCore() > 1) {
            notes.changed(Setting.of("threads per core", cpu.threadsPerCore()), 1, "they became cores of their own");
        }
        boolean nested = cpu.features().contains(Cpu.Feature.NESTED);
        String model = cpu.model().startsWith("host") ? "host" : cpu.model();
        String usual = nested || machine.guest().architecture() == Architecture.AARCH64 ? "host" : "x86-64-v2-AES";
        boolean known = CPU.matcher(model).matches();
        if (!known || !model.equals(cpu.model())) {
            notes.changed(
                    Setting.of("processor model", cpu.model()),
                    known ? model : usual,
                    "Proxmox wants one of its own names");
        }
        lines.set("cpu", known ? model : usual);
        if (nested && known && !model.equals("host")) {
            notes.noCounterpart(Setting.of("processor", "NESTED"), "it needs the processor model 'host'");
        }
        if (cpu.features().contains(Cpu.Feature.HOT_ADD)) {
            notes.noCounterpart(Setting.of("processors", "HOT_ADD"), "all processors are there from the start");
        }
        if (machine.guest().architecture() == Architecture.AARCH64) {
            lines.set("arch", "aarch64");
        }
    }

    private static void firmware(Machine machine, QmLines lines, Notebook notes) {
        boolean arm = machine.guest().architecture() == Architecture.AARCH64;
        switch (machine.firmware()) {
            case Firmware.Bios bios -> lines.set("bios", arm ? "ovmf" : "seabios");
            case Firmware.Uefi(Firmware.SecureBoot secureBoot, String nvram) -> {
                lines.set("bios", "ovmf");
                notes.noCounterpart(
                        Setting.of("UEFI variables", "Secure Boot " + secureBoot),
                        "they need a volume of their own; make it by qm set ID --efidisk0 STORAGE:1,efitype=4m,pre-enrolled-keys="
                                + (secureBoot == Firmware.SecureBoot.ON ? 1 : 0));
            }
        }
        lines.set("machine", arm ? "virt" : machine.firmware() instanceof Firmware.Uefi ? "q35" : "pc");
        if (!machine.firmware().nvram().isEmpty()) {
            notes.ofTheSource(
                    Setting.of("NVRAM", machine.firmware().nvram()),
                    "another program's variables; the firmware begins with its own");
        }
        machine.tpm()
                .ifPresent(version -> notes.noCounterpart(
                        Setting.of("TPM", version),
                        "it needs a volume of its own; make it by qm set ID --tpmstate0 STORAGE:1,version=v2.0"));
    }

    private static void boot(Machine machine, Map<Slot, String> drives, QmLines lines, Notebook notes) {
        Set<String> order = new LinkedHashSet<>();
        for (BootDevice device : machine.bootOrder()) {
            switch (device) {
                case BootDevice.OneDrive(Slot slot) -> {
                    String key = drives.get(slot);
                    if (key != null) {
                        order.add(key);
                    }
                }
                case BootDevice.OneNic(int index) -> order.add("net" + index);
                case BootDevice.Any(BootDevice.Kind kind) -> {
                    if (kind == BootDevice.Kind.FLOPPY) {
                        notes.noCounterpart(Setting.of("boot from", "floppy"), "Proxmox has no floppy drives");
                    }
                    all(machine, kind, drives, order);
                }
            }
        }
        order.removeIf(key -> !lines.has(key));
        if (!order.isEmpty()) {
            lines.set("boot", "order=" + String.join(";", order));
        }
    }

    private static void all(Machine machine, BootDevice.Kind kind, Map<Slot, String> drives, Set<String> order) {
        if (kind == BootDevice.Kind.NETWORK) {
            for (int i = 0; i < machine.nics().size(); i++) {
                order.add("net" + i);
            }
        }
        for (Drive drive : machine.drives()) {
            boolean wanted = switch (drive) {
                case Drive.Disk disk -> kind == BootDevice.Kind.DISK;
                case Drive.Optical optical -> kind == BootDevice.Kind.OPTICAL;
                case Drive.Floppy floppy -> false;
            };
            String key = drives.get(drive.slot());
            if (wanted && key != null) {
                order.add(key);
            }
        }
    }
}
