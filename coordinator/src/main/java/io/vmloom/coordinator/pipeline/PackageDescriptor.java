package io.vmloom.coordinator.pipeline;

import io.vmloom.appliance.PackagedMachine;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.MachineDisk;
import io.vmloom.coordinator.job.MachineOrder;
import io.vmloom.coordinator.job.OrderedDisks;
import io.vmloom.machine.Reading;
import io.vmloom.machine.kind.MachineKind;
import io.vmloom.machine.kind.MachineKinds;
import io.vmloom.machine.kind.Translation;
import io.vmloom.machine.ovf.OvfWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** The descriptor of a package: it tells the sizes of disks, and names no file of the old host that is not in the package. */
final class PackageDescriptor {
    private PackageDescriptor() {}

    /** @param sizes of disks that were made, as far as they are known */
    static Translation of(
            Reading source, MachineOrder order, OrderedDisks made, Function<MachineDisk, Optional<DiskSizes>> sizes) {
        Reading packed = PackagedMachine.of(
                source, reference -> virtualBytes(made.made(reference).flatMap(sizes)));
        return Translation.of(packed, order.rules().with(made), writing(order, sizes));
    }

    private static OptionalLong virtualBytes(Optional<DiskSizes> sizes) {
        return sizes.map(known -> OptionalLong.of(known.virtualBytes())).orElse(OptionalLong.empty());
    }

    private static MachineKind writing(MachineOrder order, Function<MachineDisk, Optional<DiskSizes>> sizes) {
        return MachineKinds.OVF.writtenBy(new OvfWriter(reference -> order.disks().stream()
                .filter(disk -> disk.reference().equals(reference))
                .findFirst()
                .flatMap(sizes)
                .map(DiskSizes::fileBytes)
                .orElse(OptionalLong.empty())));
    }

    /**
     * How large a disk is.
     *
     * @param virtualBytes of the guest's disk
     * @param fileBytes empty when it is several files
     */
    record DiskSizes(long virtualBytes, OptionalLong fileBytes) {
        /** Of what an item made; empty when it made no disk. */
        static Optional<DiskSizes> of(ItemOutcome outcome) {
            return switch (outcome) {
                case ItemOutcome.Succeeded made ->
                    Optional.of(of(made.virtualBytes(), made.extents(), made.targetBytes()));
                case ItemOutcome.Skipped same ->
                    Optional.of(of(same.virtualBytes(), same.extents(), same.targetBytes()));
                case ItemOutcome.Assembled _, ItemOutcome.Failed _ -> Optional.empty();
            };
        }

        private static DiskSizes of(long virtualBytes, List<String> extents, long targetBytes) {
            return new DiskSizes(virtualBytes, extents.isEmpty() ? OptionalLong.of(targetBytes) : OptionalLong.empty());
        }
    }
}
