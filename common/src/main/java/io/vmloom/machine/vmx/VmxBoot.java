package io.vmloom.machine.vmx;

import io.vmloom.machine.BootDevice;
import io.vmloom.machine.Bus;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Slot;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is started from: kinds in {@code bios.bootOrder}, and which disk is the first in {@code bios.hddOrder}. */
final class VmxBoot {
    private static final Pattern DRIVE = Pattern.compile("(scsi|sata|nvme|ide)(\\d{1,3}):(\\d{1,3})");
    private static final Pattern NIC = Pattern.compile("ethernet(\\d{1,3})");

    private final VmxDictionary vmx;
    private final Notebook notes;

    VmxBoot(VmxDictionary vmx, Notebook notes) {
        this.vmx = vmx;
        this.notes = notes;
    }

    void read(MachineBuilder machine) {
        List<BootDevice> disks = disks();
        vmx.take("bios.bootOrder")
                .ifPresentOrElse(
                        entry -> words(entry).forEach(word -> boot(word, entry, disks, machine)),
                        () -> disks.forEach(machine::boot));
    }

    private void boot(String word, VmxEntry entry, List<BootDevice> disks, MachineBuilder machine) {
        Matcher nic = NIC.matcher(word);
        if (nic.matches()) {
            machine.boot(new BootDevice.OneNic(place(Integer.parseInt(nic.group(1)))));
            return;
        }
        switch (word) {
            case "hdd" -> {
                if (disks.isEmpty()) {
                    machine.boot(new BootDevice.Any(BootDevice.Kind.DISK));
                } else {
                    disks.forEach(machine::boot);
                }
            }
            case "cdrom" -> machine.boot(new BootDevice.Any(BootDevice.Kind.OPTICAL));
            case "floppy" -> machine.boot(new BootDevice.Any(BootDevice.Kind.FLOPPY));
            case "ethernet", "net" -> machine.boot(new BootDevice.Any(BootDevice.Kind.NETWORK));
            default -> notes.invalid(entry.setting(), "'" + word + "' can not be started from");
        }
    }

    /** Cards are numbered with gaps there, and without in a machine. */
    private int place(int number) {
        return (int) IntStream.range(0, number)
                .filter(i -> vmx.flag("ethernet" + i + ".present", false))
                .count();
    }

    private List<BootDevice> disks() {
        Optional<VmxEntry> order = vmx.take("bios.hddOrder");
        return order.stream()
                .flatMap(VmxBoot::words)
                .<BootDevice>mapMulti((word, sink) -> slot(word)
                        .ifPresentOrElse(
                                slot -> sink.accept(new BootDevice.OneDrive(slot)),
                                () -> notes.invalid(
                                        order.orElseThrow().setting(), "'" + word + "' is no place of a disk")))
                .toList();
    }

    private static Stream<String> words(VmxEntry entry) {
        return Stream.of(entry.value().toLowerCase(Locale.ROOT).split(",", 64))
                .map(String::strip)
                .filter(word -> !word.isEmpty());
    }

    private static Optional<Slot> slot(String word) {
        Matcher drive = DRIVE.matcher(word);
        if (!drive.matches()) {
            return Optional.empty();
        }
        Bus bus = Bus.valueOf(drive.group(1).toUpperCase(Locale.ROOT));
        int controller = Integer.parseInt(drive.group(2));
        int unit = Integer.parseInt(drive.group(3));
        if (bus == Bus.IDE) {
            return controller < 2 && unit < 2 ? Optional.of(new Slot(bus, 0, controller * 2 + unit)) : Optional.empty();
        }
        return unit < bus.units() ? Optional.of(new Slot(bus, controller, unit)) : Optional.empty();
    }
}
