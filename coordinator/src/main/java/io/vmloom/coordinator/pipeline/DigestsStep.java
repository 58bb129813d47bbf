package io.vmloom.coordinator.pipeline;

import io.vmloom.appliance.ManifestText;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.DigestedFile;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemStage;
import io.vmloom.coordinator.job.MachineNotes;
import io.vmloom.coordinator.job.Making;
import io.vmloom.error.TargetException;
import io.vmloom.machine.kind.MachineKinds;
import io.vmloom.store.FileRange;
import io.vmloom.store.ObjectVersion;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Writes the manifest of a package whose files other items made.
 *
 * @param made what became of those, as far as that is known
 * @param planned hears, before any of them is looked for, how large the list will be
 */
record DigestsStep(
        ItemContext item,
        LocalFiles files,
        Map<String, ItemOutcome> made,
        Optional<Consumer<MeasureStep.Measure>> planned) {
    private static final String SOME_HASH = "0".repeat(64);

    /** Throws a {@link io.vmloom.error.ConversionException}. */
    ItemOutcome run(Making.Digests wanted, Progress progress) {
        progress.enter(ItemStage.INSPECTING, 0);
        TargetPlace.require(item.request());
        List<DigestedFile> all = wanted.files();
        planned.ifPresent(hearer -> hearer.accept(new MeasureStep.Measure(
                0, 0, text(all, Collections.nCopies(all.size(), SOME_HASH)).length, 0)));
        List<ObjectVersion> versions = all.stream().map(this::find).toList();
        progress.enter(
                ItemStage.INSPECTING,
                versions.stream().mapToLong(ObjectVersion::sizeBytes).sum());
        List<String> hashes = HashStep.run(
                item.tasks(), versions.stream().map(FileRange::whole).toList(), progress::add);
        byte[] text = text(all, hashes);
        String descriptor = MachineKinds.OVF.name();
        long describedBytes = versions.getFirst().sizeBytes();
        return switch (new WholeTarget(item, files).write(text, versions)) {
            case WRITTEN ->
                new ItemOutcome.Assembled(
                        descriptor, describedBytes, text.length, wanted.disks().size(), MachineNotes.NONE);
            case EQUAL_WAS_THERE ->
                new ItemOutcome.Skipped(descriptor, describedBytes, 0, text.length, List.of(), Optional.empty());
        };
    }

    private static byte[] text(List<DigestedFile> files, List<String> hashes) {
        return ManifestText.of(IntStream.range(0, files.size())
                .mapToObj(number -> new ManifestText.Line(files.get(number).name(), hashes.get(number)))
                .toList());
    }

    /** Throws {@link TargetException} {@code DISK_MISSING} when it is not there. */
    private ObjectVersion find(DigestedFile file) {
        ConversionRequest request = item.request();
        if (made.get(file.item()) instanceof ItemOutcome.Failed failed) {
            throw TargetException.diskMissing(
                    request.target().toString(),
                    "its file '" + file.name() + "' was not made (" + failed.code() + ")",
                    "mend what that item's message says, and retry the batch, which takes both");
        }
        return item.existing(file.target())
                .orElseThrow(() -> TargetException.diskMissing(
                        request.target().toString(),
                        "its file '" + file.name() + "' is not at " + file.target() + " any more",
                        "convert the machine again"));
    }
}
