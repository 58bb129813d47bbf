package io.vmloom.machine.libvirt;

import io.vmloom.machine.Bus;
import io.vmloom.machine.ConfigNode;
import io.vmloom.machine.Slot;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a drive stands: by its address, or by the name of its device, which libvirt makes the address of. */
final class LibvirtSlots {
    private static final Pattern DEVICE = Pattern.compile("(?:[shvu]|xv|f)d([a-z]{1,3})");
    private static final int SATA_PORTS = 6;
    private static final int SCSI_TARGETS = 7;
    private static final int MAX_CONTROLLERS = 256;

    private LibvirtSlots() {}

    static Optional<Slot> read(ConfigNode disk, Set<Slot> taken) {
        Optional<ConfigNode> target = disk.child("target");
        String dev = target.map(one -> one.value("dev")).orElse("");
        String word = target.map(one -> one.value("bus")).orElse("");
        Bus bus = word.isEmpty() ? usual(dev) : LibvirtWords.BUSES.get(word);
        if (bus == null) {
            return Optional.empty();
        }
        return byAddress(disk, bus)
                .or(() -> byName(dev, bus))
                .filter(slot -> !taken.contains(slot))
                .or(() -> bus == Bus.VIRTIO || bus == Bus.USB ? next(bus, taken) : Optional.empty());
    }

    private static Bus usual(String dev) {
        return switch (dev.isEmpty() ? ' ' : dev.charAt(0)) {
            case 'h' -> Bus.IDE;
            case 'f' -> Bus.FLOPPY;
            case 's' -> Bus.SCSI;
            default -> Bus.VIRTIO;
        };
    }

    private static Optional<Slot> byAddress(ConfigNode disk, Bus bus) {
        return disk.child("address")
                .filter(address -> address.value("type").equals("drive"))
                .flatMap(address -> {
                    int channel = number(address.value("bus"), 0);
                    int target = number(address.value("target"), 0);
                    int unit = number(address.value("unit"), 0);
                    // one of the two tells disks apart, depending on the controller's model
                    int place = bus == Bus.IDE ? channel * 2 + unit : bus == Bus.SCSI && unit == 0 ? target : unit;
                    return slot(bus, number(address.value("controller"), 0), place);
                });
    }

    private static Optional<Slot> byName(String dev, Bus bus) {
        Matcher name = DEVICE.matcher(dev);
        if (!name.matches()) {
            return Optional.empty();
        }
        int number = 0;
        for (char letter : name.group(1).toCharArray()) {
            number = number * 26 + letter - 'a' + 1;
        }
        number--;
        return switch (bus) {
            case IDE -> slot(bus, number / bus.units(), number % bus.units());
            case SATA -> slot(bus, number / SATA_PORTS, number % SATA_PORTS);
            case SCSI -> slot(bus, number / SCSI_TARGETS, number % SCSI_TARGETS);
            case NVME, VIRTIO, FLOPPY -> slot(bus, 0, number);
            case USB -> Optional.empty();
        };
    }

    private static Optional<Slot> next(Bus bus, Set<Slot> taken) {
        for (int unit = 0; unit < bus.units(); unit++) {
            Slot slot = new Slot(bus, 0, unit);
            if (!taken.contains(slot)) {
                return Optional.of(slot);
            }
        }
        return Optional.empty();
    }

    private static Optional<Slot> slot(Bus bus, int controller, int unit) {
        boolean single = bus == Bus.FLOPPY || bus == Bus.VIRTIO;
        boolean possible =
                controller >= 0 && controller < (single ? 1 : MAX_CONTROLLERS) && unit >= 0 && unit < bus.units();
        return possible ? Optional.of(new Slot(bus, controller, unit)) : Optional.empty();
    }

    /** A small number; -1 for anything that is none. */
    static int number(String digits, int otherwise) {
        if (digits.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(digits);
            return number < 1024 ? number : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
