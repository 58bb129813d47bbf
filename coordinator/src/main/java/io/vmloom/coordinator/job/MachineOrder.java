package io.vmloom.coordinator.job;

import io.vmloom.machine.RuleWords;
import io.vmloom.store.Location;
import java.util.List;
import java.util.Optional;

/**
 * A machine that is made when its disks are.
 *
 * @param configuration what tells of it, a file or a package; empty for a machine that is nothing but its disks
 * @param rules by which it is fitted to its new host
 * @param disks in the order in which the source tells of them
 */
public record MachineOrder(Optional<Location> configuration, RuleWords rules, List<MachineDisk> disks) {
    public MachineOrder {
        disks = List.copyOf(disks);
    }

    /** The items that make its disks. */
    public List<String> items() {
        return disks.stream().map(MachineDisk::item).distinct().toList();
    }

    /** The same in a batch of this id, where so far items are known by their numbers only. */
    public MachineOrder inBatch(String id) {
        return new MachineOrder(
                configuration,
                rules,
                disks.stream()
                        .map(disk -> new MachineDisk(
                                disk.file(), disk.reference(), id + "-" + disk.item(), disk.target(), disk.format()))
                        .toList());
    }
}
