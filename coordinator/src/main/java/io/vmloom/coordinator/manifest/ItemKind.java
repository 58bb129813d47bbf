package io.vmloom.coordinator.manifest;

import io.vmloom.coordinator.job.Making;

/** What an item of a manifest asks for. */
public sealed interface ItemKind {
    ItemKind DISK = new One(Making.DISK);

    /** One target; items that it is made of are known by their numbers. */
    record One(Making making) implements ItemKind {}

    /** A machine, for which several items have to stand: {@link MachineExpansion}. */
    record Machine(MachineTarget target) implements ItemKind {}
}
