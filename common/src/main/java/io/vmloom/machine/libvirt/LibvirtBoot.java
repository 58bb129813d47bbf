package io.vmloom.machine.libvirt;

import io.vmloom.machine.BootDevice;
import io.vmloom.machine.ConfigNode;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.Slot;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads the order that single devices have. */
final class LibvirtBoot {
    private LibvirtBoot() {}

    static void readOrders(ConfigNode devices, MachineBuilder machine) {
        TreeMap<Integer, BootDevice> order = new TreeMap<>();
        Set<Slot> taken = new HashSet<>();
        for (ConfigNode disk : devices.children("disk")) {
            Optional<Slot> slot = LibvirtSlots.read(disk, taken);
            slot.ifPresent(taken::add);
            slot.ifPresent(one -> number(disk, order, new BootDevice.OneDrive(one)));
        }
        List<ConfigNode> nics = devices.children("interface");
        for (int i = 0; i < nics.size(); i++) {
            number(nics.get(i), order, new BootDevice.OneNic(i));
        }
        order.values().forEach(machine::boot);
    }

    private static void number(ConfigNode device, Map<Integer, BootDevice> order, BootDevice boot) {
        int number = LibvirtSlots.number(device.value("boot", "order"), 0);
        if (number > 0) {
            order.put(number, boot);
        }
    }
}
