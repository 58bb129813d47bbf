package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemStage;
import io.vmloom.coordinator.job.MachineDisk;
import io.vmloom.coordinator.job.MachineNotes;
import io.vmloom.coordinator.job.MachineOrder;
import io.vmloom.coordinator.job.OrderedDisks;
import io.vmloom.error.RequestException;
import io.vmloom.machine.kind.MachineKind;
import io.vmloom.machine.kind.MachineKinds;
import io.vmloom.machine.kind.Translation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the configuration of a machine whose disks are there: the source's, fitted to the new host.
 *
 * @param parts what became of the items that make those
 */
record ConfigStep(ItemContext item, LocalFiles files, Map<String, ItemOutcome> parts) {
    /** Throws a {@link io.vmloom.error.ConversionException}. */
    ItemOutcome run(MachineOrder order, OrderedDisks disks, Progress progress) {
        ConversionRequest request = item.request();
        progress.enter(ItemStage.INSPECTING, 0);
        TargetPlace.require(request);
        order.configuration().ifPresent(from -> DistinctPlaces.require(from, request.target()));
        MachineKind kind = MachineKinds.named(request.targetFormat())
                .orElseThrow(() -> new RequestException(request.target() + ": no kind of configuration is called '"
                        + request.targetFormat() + "'; see vmloom config --help"));
        MachineSource source = MachineSource.read(item, order);
        Translation made = switch (kind.disks().place()) {
            case MachineKind.Place.Packed _ -> PackageDescriptor.of(source.reading(), order, disks, this::sizes);
            case MachineKind.Place.Beside _, MachineKind.Place.HostFolder _ ->
                Translation.of(source.reading(), order.rules().with(disks), kind);
        };
        byte[] text = made.text().getBytes(StandardCharsets.UTF_8);
        return switch (new WholeTarget(item, files).write(text, source.version())) {
            case WRITTEN ->
                new ItemOutcome.Assembled(
                        source.kind(),
                        source.sizeBytes(),
                        text.length,
                        order.disks().size(),
                        MachineNotes.of(made.notes()));
            case EQUAL_WAS_THERE ->
                new ItemOutcome.Skipped(source.kind(), source.sizeBytes(), 0, text.length, List.of(), Optional.empty());
        };
    }

    private Optional<PackageDescriptor.DiskSizes> sizes(MachineDisk disk) {
        return Optional.ofNullable(parts.get(disk.item())).flatMap(PackageDescriptor.DiskSizes::of);
    }
}
