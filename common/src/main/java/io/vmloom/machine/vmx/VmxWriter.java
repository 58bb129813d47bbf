package io.vmloom.machine.vmx;

import io.vmloom.machine.Clock;
import io.vmloom.machine.Cpu;
import io.vmloom.machine.Firmware;
import io.vmloom.machine.GuestOs;
import io.vmloom.machine.Machine;
import io.vmloom.machine.MachineWriter;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.OsFamily;
import io.vmloom.machine.OsVocabulary;
import io.vmloom.machine.Setting;
import io.vmloom.machine.Written;
import java.util.UUID;

/** Writes VMX files for ESXi 6.5, Workstation 14 and Fusion 10, or later ones. */
public final class VmxWriter implements MachineWriter {
    private static final String HARDWARE_VERSION = "13";
    private static final long MIB = 1L << 20;
    /** VMware gives guests memory in such pieces. */
    private static final long MEMORY_STEP_MIB = 4;

    @Override
    public Written write(Machine machine) {
        Notebook notes = new Notebook();
        VmxLines lines = new VmxLines();
        lines.set(".encoding", "UTF-8").set("config.version", "8").set("virtualHW.version", HARDWARE_VERSION);
        chipset(lines);
        identity(machine, lines, notes);
        processors(machine, lines, notes);
        firmware(machine, lines, notes);
        VmxPlaces places = new VmxPlaces(machine, notes);
        new VmxDriveLines(lines, notes, places).write(machine);
        new VmxNicLines(lines, notes).write(machine);
        VmxPortLines.write(machine, lines, notes);
        new VmxPeripheralLines(lines, notes).write(machine);
        VmxBootLines.write(machine, places, lines, notes);
        return new Written(lines.text(), notes.notes());
    }

    /** Without these bridges there is no place for PCI Express devices, which vmxnet3, pvscsi and e1000e are. */
    private static void chipset(VmxLines lines) {
        lines.flag("pciBridge0.present", true);
        for (int i = 4; i < 8; i++) {
            lines.flag("pciBridge" + i + ".present", true)
                    .set("pciBridge" + i + ".virtualDev", "pcieRootPort")
                    .set("pciBridge" + i + ".functions", "8");
        }
        lines.flag("hpet0.present", true);
    }

    private static void identity(Machine machine, VmxLines lines, Notebook notes) {
        lines.set("displayName", machine.name()).setUnlessEmpty("annotation", machine.description());
        lines.set("guestOS", guest(machine.guest(), notes));
        machine.uuid().ifPresent(uuid -> lines.set("uuid.bios", bytes(uuid)));
        Clock shown = machine.guest().family() == OsFamily.WINDOWS ? Clock.LOCAL_TIME : Clock.UTC;
        if (machine.clock() != shown) {
            notes.changed(
                    Setting.of("clock", machine.clock()), shown, "VMware decides by the guest what its clock shows");
        }
    }

    private static String guest(GuestOs guest, Notebook notes) {
        if (guest.vocabulary() == OsVocabulary.VMWARE) {
            return guest.id();
        }
        String word = VmxGuests.usual(guest.family(), guest.architecture());
        notes.changed(
                Setting.of("guest", guest.id()),
                word,
                "VMware's word for this guest is not known; set it in the machine's options");
        return word;
    }

    /** As VMware writes it: {@code 56 4d … c1-2f …}. */
    private static String bytes(UUID uuid) {
        String digits = uuid.toString().replace("-", "");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < digits.length(); i += 2) {
            text.append(i == 0 ? "" : i == 16 ? "-" : " ").append(digits, i, i + 2);
        }
        return text.toString();
    }

    private static void processors(Machine machine, VmxLines lines, Notebook notes) {
        long mib = Math.ceilDiv(machine.memoryBytes(), MIB * MEMORY_STEP_MIB) * MEMORY_STEP_MIB;
        if (mib * MIB != machine.memoryBytes()) {
            notes.changed(
                    Setting.of("memory", machine.memoryBytes()), mib * MIB, "VMware gives memory in pieces of 4 MiB");
        }
        Cpu cpu = machine.cpu();
        int cores = cpu.coresPerSocket() * cpu.threadsPerCore();
        lines.set("memsize", mib).set("numvcpus", cpu.processors()).set("cpuid.coresPerSocket", cores);
        if (cpu.threadsPerCore() > 1) {
            notes.changed(Setting.of("threads per core", cpu.threadsPerCore()), 1, "they became cores of their own");
        }
        if (!cpu.model().isEmpty()) {
            notes.noCounterpart(Setting.of("processor model", cpu.model()), "VMware shows the host's own");
        }
        if (cpu.features().contains(Cpu.Feature.NESTED)) {
            lines.flag("vhv.enable", true);
        }
        if (cpu.features().contains(Cpu.Feature.HOT_ADD)) {
            lines.flag("vcpu.hotadd", true);
        }
    }

    private static void firmware(Machine machine, VmxLines lines, Notebook notes) {
        switch (machine.firmware()) {
            case Firmware.Bios bios -> lines.set("firmware", "bios");
            case Firmware.Uefi(Firmware.SecureBoot secureBoot, String nvram) ->
                lines.set("firmware", "efi").flag("uefi.secureBoot.enabled", secureBoot == Firmware.SecureBoot.ON);
        }
        lines.setUnlessEmpty("nvram", machine.firmware().nvram());
        machine.tpm()
                .ifPresent(version -> notes.noCounterpart(
                        Setting.of("TPM", version),
                        "VMware wants the machine encrypted before it gets one; add it there"));
    }
}
