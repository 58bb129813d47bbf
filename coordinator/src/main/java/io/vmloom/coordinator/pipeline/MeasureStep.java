package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.coordinator.job.Trust;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.store.Location;
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
        return new Measure(
                plan.design().virtualBytes(),
                plan.dataBytes(),
                plan.files().stream().mapToLong(MeasureStep::mostBytes).sum(),
                plan.ranges());
    }

    private static long mostBytes(FilePlan file) {
        return file.frontBoundBytes() + file.storedBytesBound() + file.design().tailBytes();
    }
}
