package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.watch.GuestShape;
import io.vmloom.error.InternalException;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.LayerImage;
import io.vmloom.extent.Losses;
import io.vmloom.range.RangeLimits;
import io.vmloom.range.RangePlanner;
import io.vmloom.range.WorkRange;
import io.vmloom.table.TargetDesign;
import io.vmloom.unit.GuestOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is decided before the first byte is converted.
 *
 * @param source as a whole disk
 * @param layer what of it is written, if the target is to hold a layer alone
 * @param ranges how many ranges there are
 * @param starts guest offset of each range, and the end of the disk behind the last
 * @param dataBytes decoded bytes that have to be read
 * @param fragmentBytesBound the most that one fragment can take
 * @param files of the target: its extents, and last the one that has its name
 * @param losses what the source's tables do not tell
 * @param shape for those who watch
 */
record ConversionPlan(
        InspectedSource source,
        Optional<LayerImage> layer,
        TargetDesign design,
        RangeLimits limits,
        int ranges,
        long[] starts,
        long dataBytes,
        long fragmentBytesBound,
        List<FilePlan> files,
        String codecFingerprint,
        Losses losses,
        GuestShape shape) {
    ConversionPlan {
        files = List.copyOf(files);
        if (files.size() > 1 && (layer.isPresent() || design.cipher().isPresent())) {
            throw new IllegalArgumentException(
                    "a target of several files stands alone and is not encrypted, got: " + files.size() + " files");
        }
    }

    /** The file that has the target's name, made last. */
    FilePlan main() {
        return files.getLast();
    }

    /** The other files; none for most targets. */
    List<FilePlan> extents() {
        return files.subList(0, files.size() - 1);
    }

    /** The ranges, planned anew: they are not kept in memory. */
    Iterator<WorkRange> walk() {
        DiskImage image = written();
        return new RangePlanner(image.extents(GuestOffset.ZERO), image.virtualBytes(), limits);
    }

    /** One range, planned anew. */
    WorkRange range(int index) {
        long length = starts[index + 1] - starts[index];
        GuestOffset start = new GuestOffset(starts[index]);
        DiskImage image = written();
        RangePlanner fromThere = new RangePlanner(image.extents(start), image.virtualBytes(), limits, start);
        WorkRange range = fromThere.next();
        if (range.lengthBytes() != length) {
            throw new InternalException(
                    "range " + index + " was planned with " + length + " bytes and now has " + range.lengthBytes(),
                    null);
        }
        return new WorkRange(index, range.start(), range.lengthBytes(), range.dataBytes(), range.extents());
    }

    private DiskImage written() {
        return layer.<DiskImage>map(image -> image).orElse(source.image());
    }
}
