package io.vmloom.machine;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A virtual machine as its owner sees it, not as one hypervisor writes it down.
 *
 * @param name that people know it by; any text, never a path
 * @param description for people, with line breaks; may be empty
 * @param uuid that the guest sees in its firmware
 * @param memoryBytes at least one
 * @param controllers by bus and number; drives may stand on controllers that are not listed, of which nothing is known then
 * @param drives disks, CD and floppy drives by their slots, each in one of its own
 * @param bootOrder what is tried first, first; empty for whatever the hypervisor does
 */
public record Machine(
        String name,
        String description,
        Optional<UUID> uuid,
        GuestOs guest,
        Firmware firmware,
        Optional<TpmVersion> tpm,
        Cpu cpu,
        long memoryBytes,
        Clock clock,
        List<BootDevice> bootOrder,
        List<Controller> controllers,
        List<Drive> drives,
        List<Nic> nics,
        List<Port> ports,
        Display display,
        Optional<SoundModel> sound,
        List<SharedFolder> sharedFolders) {
    /** More devices of one kind than any hypervisor allows are an attack on memory. */
    public static final int MAX_DEVICES = 1024;

    private static final Comparator<Controller> BY_PLACE =
            Comparator.comparing(Controller::bus).thenComparingInt(Controller::index);

    public Machine {
        require(!name.isBlank(), "name of a machine must not be blank, got: '" + name + "'");
        require(memoryBytes > 0, "memory of a machine must be positive, got: " + memoryBytes);
        bootOrder = List.copyOf(bootOrder);
        controllers = ordered(controllers, "controllers", BY_PLACE);
        drives = ordered(drives, "drives", Comparator.comparing(Drive::slot));
        nics = bounded(nics, "network cards");
        ports = ordered(ports, "ports", Comparator.comparing(Port::isParallel).thenComparingInt(Port::index));
        sharedFolders = bounded(sharedFolders, "shared folders");
    }

    public List<Drive.Disk> disks() {
        return drives.stream()
                .filter(Drive.Disk.class::isInstance)
                .map(Drive.Disk.class::cast)
                .toList();
    }

    public Optional<Controller> controller(Bus bus, int index) {
        return controllers.stream()
                .filter(one -> one.bus() == bus && one.index() == index)
                .findFirst();
    }

    /** A builder that holds all of this machine already. */
    public MachineBuilder change() {
        return new MachineBuilder(this);
    }

    private static <T> List<T> bounded(List<T> devices, String what) {
        require(
                devices.size() <= MAX_DEVICES,
                what + " of a machine must be at most " + MAX_DEVICES + ", got: " + devices.size());
        return List.copyOf(devices);
    }

    /** In an order that does not depend on the configuration's; no two may have the same place in it. */
    private static <T> List<T> ordered(List<T> devices, String what, Comparator<? super T> order) {
        List<T> sorted = bounded(devices, what).stream().sorted(order).toList();
        for (int i = 1; i < sorted.size(); i++) {
            require(
                    order.compare(sorted.get(i - 1), sorted.get(i)) < 0,
                    what + " of a machine must have places of their own, got twice: " + sorted.get(i));
        }
        return sorted;
    }

    static void require(boolean rule, String message) {
        if (!rule) {
            throw new IllegalArgumentException(message);
        }
    }
}
