package io.vmloom.coordinator.pipeline;

import io.vmloom.error.InternalException;
import io.vmloom.extent.Losses;
import io.vmloom.range.RangeLimits;
import io.vmloom.range.RangePlanner;
import io.vmloom.range.WorkRange;
import io.vmloom.table.GroupSet;
import io.vmloom.table.TargetDesign;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.GuestOffset;
import java.util.Iterator;

/**
 * Everything that is decided before the first byte is converted.
 *
 * @param ranges how many ranges there are
 * @param starts guest offset of each range, and the end of the disk behind the last
 * @param dataBytes decoded bytes that have to be read
 * @param groupsBound second-level tables that may be needed, by the source's metadata
 * @param storedBytesBound the most that all fragments together can take
 * @param fragmentBytesBound the most that one fragment can take
 * @param emptyRanges how many ranges hold no data at all
 * @param losses what the source's tables do not tell
 */
record ConversionPlan(
        InspectedSource source,
        TargetDesign design,
        RangeLimits limits,
        int ranges,
        long[] starts,
        long dataBytes,
        GroupSet groupsBound,
        long storedBytesBound,
        long fragmentBytesBound,
        int emptyRanges,
        String codecFingerprint,
        Losses losses) {

    /** The ranges, planned anew: they are not kept in memory. */
    Iterator<WorkRange> walk() {
        return new RangePlanner(
                source.image().extents(GuestOffset.ZERO), source.image().virtualBytes(), limits);
    }

    /** One range, planned anew. */
    WorkRange range(int index) {
        long length = starts[index + 1] - starts[index];
        RangePlanner fromThere = new RangePlanner(
                source.image().extents(new GuestOffset(starts[index])),
                source.image().virtualBytes(),
                limits,
                new GuestOffset(starts[index]));
        WorkRange range = fromThere.next();
        if (range.lengthBytes() != length) {
            throw new InternalException(
                    "range " + index + " was planned with " + length + " bytes and now has " + range.lengthBytes(),
                    null);
        }
        return new WorkRange(index, range.start(), range.lengthBytes(), range.dataBytes(), range.extents());
    }

    /** What the front may need at the most, aligned as the format wants it. */
    long frontBoundBytes() {
        return Alignment.up(design.frontBytes(groupsBound, storedBytesBound), design.frontAlignmentBytes());
    }
}
