package io.vmloom.coordinator.manifest;

import io.vmloom.coordinator.job.Making;
import io.vmloom.coordinator.job.PackageItems;
import io.vmloom.machine.RuleWords;
import java.util.List;

/** What an item of a manifest asks for. */
public sealed interface ItemKind {
    ItemKind DISK = new One(Making.DISK);

    /** One target; items that it is made of are known by their numbers. */
    record One(Making making) implements ItemKind {}

    /** A machine, for which several items have to stand: {@link MachineExpansion}. */
    record Machine(MachineTarget target) implements ItemKind {}

    /** A machine as one package, of which it is not known yet what is in it. */
    record Package(RuleWords rules) implements ItemKind {}

    /** A package of these disks: one request for each, and one for the package behind them. */
    record Packed(RuleWords rules, List<PackageItems.Disk> disks) implements ItemKind {
        public Packed {
            disks = List.copyOf(disks);
        }
    }
}
