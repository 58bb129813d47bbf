package io.vmloom.coordinator.job;

import io.vmloom.store.Location;
import java.util.List;
import java.util.Optional;

/** What an item makes. */
public sealed interface Making {
    Making DISK = new Disk();

    /** A disk, of the request's sources. */
    record Disk() implements Making {
        @Override
        public Optional<MachineOrder> machine() {
            return Optional.empty();
        }
    }

    /** The configuration of a machine; the target's format is a {@link io.vmloom.machine.kind.MachineKind}'s name. */
    record Config(MachineOrder order) implements Making {
        @Override
        public Optional<MachineOrder> machine() {
            return Optional.of(order);
        }
    }

    /** A package with a machine and its disks in it. */
    record Appliance(MachineOrder order) implements Making {
        @Override
        public Optional<MachineOrder> machine() {
            return Optional.of(order);
        }
    }

    /** The same in a batch of this id; see {@link MachineOrder#inBatch}. */
    default Making inBatch(String id) {
        return switch (this) {
            case Disk disk -> disk;
            case Config(MachineOrder order) -> new Config(order.inBatch(id));
            case Appliance(MachineOrder order) -> new Appliance(order.inBatch(id));
        };
    }

    /** The machine that is made of the targets of other items. */
    Optional<MachineOrder> machine();

    /** Targets of those items that only wait to be put into this one's: they are nobody's any more when it has ended. */
    default List<Location> parts() {
        return switch (this) {
            case Disk _, Config _ -> List.of();
            case Appliance(MachineOrder order) ->
                order.disks().stream().map(MachineDisk::target).toList();
        };
    }

    /** The items that have to end before this one begins. */
    default List<String> items() {
        return machine().stream()
                .flatMap(order -> order.disks().stream())
                .map(MachineDisk::item)
                .distinct()
                .toList();
    }
}
