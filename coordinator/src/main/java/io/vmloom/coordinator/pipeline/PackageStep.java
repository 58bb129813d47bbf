package io.vmloom.coordinator.pipeline;

import io.vmloom.appliance.OvaLayout;
import io.vmloom.appliance.PackageNames;
import io.vmloom.appliance.PackedFile;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemStage;
import io.vmloom.coordinator.job.MachineNotes;
import io.vmloom.coordinator.job.MachineOrder;
import io.vmloom.coordinator.job.OrderedDisks;
import io.vmloom.error.RequestException;
import io.vmloom.error.TargetException;
import io.vmloom.machine.Reading;
import io.vmloom.machine.kind.Translation;
import io.vmloom.store.FileRange;
import io.vmloom.store.ObjectVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Makes an OVA of a machine and its disks, which other items made.
 *
 * @param planned hears, before any disk is looked for, how large the package is at the most without its disks
 */
record PackageStep(
        ItemContext item,
        LocalFiles files,
        InspectStep inspect,
        ItemSetting setting,
        Optional<Consumer<MeasureStep.Measure>> planned) {
    /** Larger than any disk; no number in the descriptor has more digits. */
    private static final long LARGEST_BYTES = 1L << 50;

    private static final String SOME_HASH = "0".repeat(64);

    /** Throws a {@link io.vmloom.error.ConversionException}. */
    ItemOutcome run(MachineOrder order, OrderedDisks made, Progress progress) {
        ConversionRequest request = item.request();
        progress.enter(ItemStage.INSPECTING, 0);
        TargetPlace.require(request);
        order.configuration().ifPresent(from -> DistinctPlaces.require(from, request.target()));
        MachineSource source = MachineSource.read(item, order);
        PackedBefore before = new PackedBefore(item, request);
        Optional<List<PackedBefore.Found>> found = before.disks(setting.parts());
        if (found.isPresent()) {
            return equal(source, order, made, found.get(), before.existing().orElseThrow());
        }
        planned.ifPresent(
                hearer -> hearer.accept(new MeasureStep.Measure(0, 0, mostBytesAroundDisks(source, order, made), 0)));
        List<PackedDisk> disks = order.disks().stream()
                .map(disk -> PackedDisk.find(item, inspect, disk))
                .toList();
        List<String> hashes = hashes(disks, progress);
        Translation translation = translation(source.reading(), order, made, disks);
        PackagePlan plan = plan(translation.text(), disks, hashes);
        List<ObjectVersion> members = new ArrayList<>(source.version());
        disks.forEach(disk -> members.add(disk.version()));
        return switch (new PackageTarget(item, files, setting.cancellation(), progress).write(plan, members)) {
            case WRITTEN ->
                new ItemOutcome.Assembled(
                        source.kind(),
                        source.sizeBytes(),
                        plan.sizeBytes(),
                        disks.size(),
                        MachineNotes.of(translation.notes()));
            case EQUAL_WAS_THERE -> skipped(source, plan);
        };
    }

    private long mostBytesAroundDisks(MachineSource source, MachineOrder order, OrderedDisks made) {
        List<PackedDisk> disks = order.disks().stream()
                .map(disk -> new PackedDisk(
                        disk, new ObjectVersion(disk.target(), LARGEST_BYTES, "", false, Map.of()), LARGEST_BYTES - 1))
                .toList();
        String text = translation(source.reading(), order, made, disks).text();
        return plan(text, disks, Collections.nCopies(disks.size(), SOME_HASH))
                .layout()
                .bytesAroundDisks();
    }

    /** None of the disks was made, since they are in the package that is there; whether its machine is this one is to be seen. */
    private ItemOutcome equal(
            MachineSource source,
            MachineOrder order,
            OrderedDisks made,
            List<PackedBefore.Found> found,
            ObjectVersion archive) {
        List<PackedDisk> disks = found.stream().map(PackedBefore.Found::disk).toList();
        String text = translation(source.reading(), order, made, disks).text();
        PackagePlan plan =
                plan(text, disks, found.stream().map(PackedBefore.Found::sha256).toList());
        PackageReview review = new PackageReview(item, plan);
        if (archive.sizeBytes() != plan.sizeBytes() || !item.retries().call(() -> review.hasBytes(archive))) {
            throw TargetException.exists(
                    item.request().target().toString(),
                    "its machine is another one; give another target, or overwrite it (--overwrite)");
        }
        return skipped(source, plan);
    }

    private static ItemOutcome skipped(MachineSource source, PackagePlan plan) {
        return new ItemOutcome.Skipped(
                source.kind(), source.sizeBytes(), 0, plan.sizeBytes(), List.of(), Optional.empty());
    }

    private List<String> hashes(List<PackedDisk> disks, Progress progress) {
        List<FileRange> files = disks.stream().map(PackedDisk::whole).toList();
        progress.enter(
                ItemStage.INSPECTING,
                files.stream().mapToLong(FileRange::lengthBytes).sum());
        return HashStep.run(item.tasks(), files, progress::add);
    }

    private Translation translation(Reading source, MachineOrder order, OrderedDisks made, List<PackedDisk> disks) {
        if (source.machine().disks().isEmpty() && !disks.isEmpty()) {
            throw new RequestException(
                    item.request().target() + ": the machine has no disks, and " + disks.size() + " were made for it");
        }
        return PackageDescriptor.of(
                source,
                order,
                made,
                disk -> disks.stream()
                        .filter(one -> one.disk().equals(disk))
                        .findFirst()
                        .map(PackedDisk::sizes));
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
