package io.vmloom.coordinator.job;

import io.vmloom.store.Location;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** The digests of a package's files, which stand beside it. */
    record Digests(DigestedFile descriptor, List<DigestedFile> disks) implements Making {
        public Digests {
            disks = List.copyOf(disks);
        }

        /** All of them, in the order in which they are listed. */
        public List<DigestedFile> files() {
            return Stream.concat(Stream.of(descriptor), disks.stream()).toList();
        }

        @Override
        public Optional<MachineOrder> machine() {
            return Optional.empty();
        }
    }

    /** The same in a batch of this id; see {@link MachineOrder#inBatch}. */
    default Making inBatch(String id) {
        return switch (this) {
            case Disk disk -> disk;
            case Config(MachineOrder order) -> new Config(order.inBatch(id));
            case Appliance(MachineOrder order) -> new Appliance(order.inBatch(id));
            case Digests(DigestedFile descriptor, List<DigestedFile> disks) ->
                new Digests(
                        descriptor.inBatch(id),
                        disks.stream().map(disk -> disk.inBatch(id)).toList());
        };
    }

    /** The machine that is made of the targets of other items. */
    Optional<MachineOrder> machine();

    /** Targets of those items that only wait to be put into this one's: they are nobody's any more when it has ended. */
    default List<Location> parts() {
        return switch (this) {
            case Disk _, Config _, Digests _ -> List.of();
            case Appliance(MachineOrder order) ->
                order.disks().stream().map(MachineDisk::target).toList();
        };
    }

    /** The items that have to end before this one begins. */
    default List<String> items() {
        return switch (this) {
            case Disk _ -> List.of();
            case Config(MachineOrder order) -> order.items();
            case Appliance(MachineOrder order) -> order.items();
            case Digests digests ->
                digests.files().stream().map(DigestedFile::item).distinct().toList();
        };
    }
}
