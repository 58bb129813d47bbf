package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.coordinator.job.Trust;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.layout.PartPlanner;
import io.vmloom.store.Location;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.task.EncoderSpec;
import io.vmloom.unit.Alignment;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Plans a conversion only to say how large its target can become. */
public final class MeasureStep {
    private static final Location NOWHERE = new Location.OnDisk(Path.of("target"));

    private MeasureStep() {}

    /**
     * @param dataBytes decoded bytes that have to be read
     * @param maxTargetBytes no target of this source is larger
     * @param ranges pieces of work
     */
    public record Measure(long virtualBytes, long dataBytes, long maxTargetBytes, int ranges) {}

    /** Throws a {@link io.vmloom.error.ConversionException} for a disk or an option that the format does not allow. */
    public static Measure run(InspectedSource source, Trust trust, String targetFormat, Map<String, String> options) {
        ConversionRequest request = new ConversionRequest(
                "measure",
                "measure",
                source.origins().getFirst().location(),
                source.image().format(),
                "",
                trust,
                NOWHERE,
                targetFormat,
                options,
                VerifyLevel.NONE,
                OverwritePolicy.KEEP);
        ConversionPlan plan = new PlanStep(RangeSizing.STANDARD).run(request, source, Optional.empty());
        return of(plan);
    }

    static Measure of(ConversionPlan plan) {
        return new Measure(
                plan.design().virtualBytes(),
                plan.dataBytes(),
                plan.files().stream().mapToLong(MeasureStep::mostBytes).sum(),
                plan.ranges());
    }

    /** As objects, whose parts have a least length: a short front is padded for that, and so are streams. */
    static Measure of(ConversionPlan plan, StoreCapabilities limits) {
        Measure asFiles = of(plan);
        return new Measure(
                asFiles.virtualBytes(),
                asFiles.dataBytes(),
                plan.files().stream().mapToLong(file -> mostBytes(file, limits)).sum(),
                asFiles.ranges());
    }

    private static long mostBytes(FilePlan file, StoreCapabilities limits) {
        long front = file.frontBoundBytes();
        long parts = PartPlanner.frontParts(front) * limits.minPartBytes();
        return Math.max(
                        front,
                        front == 0 ? 0 : Alignment.up(parts, file.design().frontAlignmentBytes()))
                + file.storedBytesBound()
                + padding(file, limits.minPartBytes())
                + file.design().tailBytes();
    }

    /** What short fragments are filled up with where each has to be a part. */
    private static long padding(FilePlan file, long minPartBytes) {
        return switch (file.design().encoder()) {
            case EncoderSpec.MarkedStream marked -> file.bytesBelow(minPartBytes + 2L * marked.unitBytes());
            case EncoderSpec.Streams streams -> file.bytesBelow(minPartBytes + 2L * streams.unitBytes());
            case EncoderSpec.Identity _,
                    EncoderSpec.PackedPlain _,
                    EncoderSpec.PackedCompressed _,
                    EncoderSpec.Encrypted _ -> 0;
        };
    }

    private static long mostBytes(FilePlan file) {
        return file.frontBoundBytes() + file.storedBytesBound() + file.design().tailBytes();
    }
}
