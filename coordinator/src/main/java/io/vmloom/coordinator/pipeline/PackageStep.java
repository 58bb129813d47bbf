package io.vmloom.coordinator.pipeline;

import io.vmloom.appliance.OvaLayout;
import io.vmloom.appliance.PackageNames;
import io.vmloom.appliance.PackagedMachine;
import io.vmloom.appliance.PackedFile;
import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemStage;
import io.vmloom.coordinator.job.MachineNotes;
import io.vmloom.coordinator.job.MachineOrder;
import io.vmloom.error.RequestException;
import io.vmloom.machine.Reading;
import io.vmloom.machine.kind.MachineKind;
import io.vmloom.machine.kind.MachineKinds;
import io.vmloom.machine.kind.Translation;
import io.vmloom.machine.ovf.OvfWriter;
import io.vmloom.store.FileRange;
import io.vmloom.store.ObjectVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Makes an OVA of a machine and its disks, which other items made. */
record PackageStep(ItemContext item, LocalFiles files, InspectStep inspect, Cancellation cancellation) {
    /** Throws a {@link io.vmloom.error.ConversionException}. */
    ItemOutcome run(MachineOrder order, MadeDisks made, Progress progress) {
        ConversionRequest request = item.request();
        progress.enter(ItemStage.INSPECTING, 0);
        TargetPlace.require(request);
        order.configuration().ifPresent(from -> DistinctPlaces.require(from, request.target()));
        MachineSource source = MachineSource.read(item, order);
        List<PackedDisk> disks = order.disks().stream()
                .map(disk -> PackedDisk.find(item, inspect, disk))
                .toList();
        List<FileRange> files = disks.stream().map(PackedDisk::whole).toList();
        progress.enter(
                ItemStage.INSPECTING,
                files.stream().mapToLong(FileRange::lengthBytes).sum());
        List<String> hashes = HashStep.run(item.tasks(), files, progress::add);
        Translation translation = translation(source.reading(), order, made, disks);
        PackagePlan plan = plan(translation.text(), disks, hashes);
        List<ObjectVersion> members = new ArrayList<>(source.version());
        disks.forEach(disk -> members.add(disk.version()));
        return switch (new PackageTarget(item, this.files, cancellation, progress).write(plan, members)) {
            case WRITTEN ->
                new ItemOutcome.Assembled(
                        source.kind(),
                        source.sizeBytes(),
                        plan.sizeBytes(),
                        disks.size(),
                        MachineNotes.of(translation.notes()));
            case EQUAL_WAS_THERE ->
                new ItemOutcome.Skipped(
                        source.kind(), source.sizeBytes(), 0, plan.sizeBytes(), List.of(), Optional.empty());
        };
    }

    private Translation translation(Reading source, MachineOrder order, MadeDisks made, List<PackedDisk> disks) {
        if (source.machine().disks().isEmpty() && !disks.isEmpty()) {
            throw new RequestException(
                    item.request().target() + ": the machine has no disks, and " + disks.size() + " were made for it");
        }
        Reading packed = PackagedMachine.of(
                source,
                reference -> made.made(reference)
                        .flatMap(disk -> disks.stream()
                                .filter(one -> one.disk().equals(disk))
                                .findFirst())
                        .map(disk -> OptionalLong.of(disk.virtualBytes()))
                        .orElse(OptionalLong.empty()));
        return Translation.of(packed, order.rules().with(made), descriptor(disks));
    }

    /** Descriptors that tell the sizes of these files. */
    private static MachineKind descriptor(List<PackedDisk> disks) {
        MachineKind ovf = MachineKinds.named("ovf").orElseThrow();
        OvfWriter writer = new OvfWriter(reference -> disks.stream()
                .filter(disk -> disk.disk().reference().equals(reference))
                .mapToLong(disk -> disk.version().sizeBytes())
                .findFirst());
        return new MachineKind(ovf.name(), ovf.title(), ovf.extension(), ovf.reader(), Optional.of(writer));
    }

    private PackagePlan plan(String descriptor, List<PackedDisk> disks, List<String> hashes) {
        List<PackedFile> packed = IntStream.range(0, disks.size())
                .mapToObj(number -> new PackedFile(
                        disks.get(number).disk().reference(),
                        disks.get(number).version().sizeBytes(),
                        hashes.get(number)))
                .toList();
        OvaLayout layout = OvaLayout.of(
                PackageNames.stem(item.request().target().name()), descriptor.getBytes(StandardCharsets.UTF_8), packed);
        return new PackagePlan(layout, disks, packed);
    }
}
