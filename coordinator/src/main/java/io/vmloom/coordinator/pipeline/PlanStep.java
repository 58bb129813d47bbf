package io.vmloom.coordinator.pipeline;

import io.vmloom.cipher.DiskCipher;
import io.vmloom.cipher.Secret;
import io.vmloom.coordinator.job.CommonOptions;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.DiskSize;
import io.vmloom.coordinator.watch.GuestShape;
import io.vmloom.digest.GuestDigest;
import io.vmloom.error.TargetException;
import io.vmloom.extent.ChainImage;
import io.vmloom.extent.Damage;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.Extent;
import io.vmloom.extent.LayerImage;
import io.vmloom.extent.Loss;
import io.vmloom.extent.Losses;
import io.vmloom.extent.Mapping;
import io.vmloom.format.Formats;
import io.vmloom.range.RangeLimits;
import io.vmloom.range.RangePlanner;
import io.vmloom.range.WorkRange;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetFormat;
import io.vmloom.table.TargetRequest;
import io.vmloom.task.EncoderSpec;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.GuestOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Step 2: design the target, walk the source's extents once, and bound everything that follows. */
final class PlanStep {
    /** No target may need more ranges: the coordinator keeps a few hundred bytes of each. */
    private static final int MAX_RANGES = 1 << 20;

    private final RangeSizing sizing;

    PlanStep(RangeSizing sizing) {
        this.sizing = sizing;
    }

    /**
     * @param found as it is; the plan's source is as large as the target is to be
     * @param key that is to open the target
     */
    ConversionPlan run(ConversionRequest request, InspectedSource found, Optional<Secret> key) {
        String target = request.target().toString();
        DiskSize size = DiskSize.of(target, request.options());
        InspectedSource source = found.grownTo(size.grown(target, found.image().virtualBytes()));
        TargetDesign design = design(request, source, key);
        size.requireAligned(target, design.virtualBytes());
        Optional<LayerImage> layer = design.backing().map(backing -> layer(target, found, design));
        DiskImage image = layer.<DiskImage>map(held -> held).orElse(source.image());
        RangeLimits limits = limits(design, image, rangeBytes(request, source, design.encoder()));
        FilePlans files = new FilePlans(request.target(), design, layer);
        RangePlanner planner = new RangePlanner(image.extents(GuestOffset.ZERO), image.virtualBytes(), limits);
        long[] starts = new long[16];
        int ranges = 0;
        long dataBytes = 0;
        long fragmentBound = 0;
        Losses losses = Losses.NONE;
        GuestShape.Builder shape = new GuestShape.Builder(image.virtualBytes());
        int unit = design.encoder().unitBytes();
        while (planner.hasNext()) {
            WorkRange range = planner.next();
            if (ranges == MAX_RANGES) {
                throw TargetException.tooLarge(
                        request.target().toString(),
                        "the image needs more than " + MAX_RANGES + " ranges",
                        "split the disk inside the guest");
            }
            if (ranges + 2 > starts.length) {
                starts = Arrays.copyOf(starts, starts.length * 2);
            }
            starts[ranges++] = range.start().bytes();
            dataBytes += range.dataBytes();
            long plainBound = storedBound(design.encoder(), range, unit);
            // A fragment's last sector is filled up to be encrypted.
            long bound =
                    design.cipher().isPresent() ? Alignment.up(plainBound, DiskCipher.MAX_SECTOR_BYTES) : plainBound;
            fragmentBound = Math.max(fragmentBound, bound);
            files.add(range, bound);
            shape.add(range);
            losses = losses(losses, range);
        }
        request.trust().policy().requireReasonable(request.source().toString(), dataBytes, source.memberBytes());
        starts[ranges] = image.virtualBytes();
        long[] bounds = Arrays.copyOf(starts, ranges + 1);
        return new ConversionPlan(
                source,
                layer,
                design,
                limits,
                ranges,
                bounds,
                dataBytes,
                fragmentBound,
                files.finish(),
                design.encoder().codecFingerprint(),
                losses,
                shape.build(bounds));
    }

    private static Losses losses(Losses before, WorkRange range) {
        Losses losses = before;
        for (Extent extent : range.extents()) {
            if (extent.mapping() instanceof Mapping.Lost(Damage damage)) {
                losses = losses.then(new Loss(extent.start(), extent.lengthBytes(), damage));
            }
        }
        return losses;
    }

    private static LayerImage layer(String target, InspectedSource source, TargetDesign design) {
        if (!(source.image() instanceof ChainImage chain)) {
            throw TargetException.layerMismatch(
                    target,
                    "a target with a backing file holds what one overlay changes, and the source is no overlay over an"
                            + " image that was opened with it",
                    "give an image that has a backing file or parent, or leave the backing file (-B, backing_file) out");
        }
        if (design.virtualBytes() != chain.virtualBytes()) {
            throw TargetException.layerMismatch(
                    target,
                    "a disk of " + chain.virtualBytes() + " bytes would grow to " + design.virtualBytes()
                            + ", and the backing file could show through behind its end",
                    "leave size, align or the backing file out");
        }
        return new LayerImage(chain, design.encoder().unitBytes());
    }

    private static TargetDesign design(ConversionRequest request, InspectedSource source, Optional<Secret> key) {
        TargetFormat format = Formats.writable(request.targetFormat()).target().orElseThrow();
        String etags = source.origins().stream().map(ObjectVersion::etag).collect(Collectors.joining("\n"));
        String seed = etags + '\n' + Recipe.place(request.target());
        return format.design(new TargetRequest(
                request.target().toString(),
                source.image().virtualBytes(),
                CommonOptions.others(request.options()),
                seed,
                key,
                source.image()::bitmaps));
    }

    private long rangeBytes(ConversionRequest request, InspectedSource source, EncoderSpec encoder) {
        long likelyBytes = Math.min(source.image().virtualBytes(), source.memberBytes() * 4);
        long usual = sizing.rangeBytes(likelyBytes);
        boolean copiesFiles =
                request.target() instanceof Location.OnDisk && source.isOfFiles() && storesPlainly(encoder);
        return copiesFiles ? Math.min(usual, RangeSizing.OF_FILES.rangeBytes(likelyBytes)) : usual;
    }

    private static boolean storesPlainly(EncoderSpec encoder) {
        return switch (encoder) {
            case EncoderSpec.Identity _, EncoderSpec.PackedPlain _ -> true;
            case EncoderSpec.Encrypted encrypted -> storesPlainly(encrypted.inside());
            // Each fragment of theirs has a last unit of its own, so that more of them take more space.
            case EncoderSpec.PackedCompressed _, EncoderSpec.MarkedStream _, EncoderSpec.Streams _ -> false;
        };
    }

    private static RangeLimits limits(TargetDesign design, DiskImage image, long rangeBytes) {
        long alignment =
                Math.max(Math.max(design.encoder().unitBytes(), GuestDigest.LEAF_BYTES), image.compressedUnitBytes());
        long aligned = Alignment.up(rangeBytes, alignment);
        RangeLimits limits = design.encoder().encodesZeros()
                ? RangeLimits.byGuest(aligned, alignment)
                : RangeLimits.byData(aligned, design.encoder().unitBytes(), alignment);
        return design.extents().size() < 2
                ? limits
                : limits.within(design.extents().get(1).guestStart());
    }

    private static long storedBound(EncoderSpec encoder, WorkRange range, int unit) {
        return switch (encoder) {
            case EncoderSpec.Identity _ -> range.lengthBytes();
            case EncoderSpec.Streams streams ->
                range.lengthBytes()
                        + Math.ceilDiv(range.lengthBytes(), unit) * EncoderSpec.Streams.slackBytes(unit)
                        + streams.minimumBytes();
            case EncoderSpec.Encrypted encrypted -> storedBound(encrypted.inside(), range, unit);
            case EncoderSpec.PackedPlain plain when plain.keepsZeros() -> unitsWithData(range, unit) * unit;
            // No unit takes more than its own size and one sector of framing; a fragment ends aligned.
            case EncoderSpec.PackedPlain _, EncoderSpec.PackedCompressed _, EncoderSpec.MarkedStream _ ->
                unitsWithData(range, unit) * (unit + 512L) + unit;
        };
    }

    private static long unitsWithData(WorkRange range, int unit) {
        long units = 0;
        long lastUnit = -1;
        for (Extent extent : range.extents()) {
            if (extent.hasBytes()) {
                long first = Math.max(extent.start().bytes() / unit, lastUnit + 1);
                long last = (extent.end().bytes() - 1) / unit;
                units += Math.max(0, last - first + 1);
                lastUnit = Math.max(lastUnit, last);
            }
        }
        return units;
    }
}
