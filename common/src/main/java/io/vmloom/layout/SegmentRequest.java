package io.vmloom.layout;

import io.vmloom.store.StoreCapabilities;
import io.vmloom.unit.Alignment;
import java.util.List;

/**
 * Finished segments that are to become one object.
 *
 * @param frontBytes least length of the front, a multiple of {@code frontAlignmentBytes}; may be padded when it has parts
 *     of its own
 * @param frontParts how many parts it may take; 0 when there is no front, or when it shares a part with the first bytes of
 *     the segments
 * @param segments the layout of each segment in order, made by {@link PartPlanner} without front and tail; empty ones
 *     have no object
 * @param tailBytes appended last
 */
public record SegmentRequest(
        long frontBytes,
        int frontAlignmentBytes,
        int frontParts,
        List<Layout> segments,
        long tailBytes,
        StoreCapabilities limits) {
    public SegmentRequest {
        segments = List.copyOf(segments);
        if (!Alignment.isAligned(frontBytes, frontAlignmentBytes) || frontParts < 0) {
            throw new IllegalArgumentException("front must be a multiple of " + frontAlignmentBytes + " bytes, got: "
                    + frontBytes + " bytes in " + frontParts + " parts");
        }
        for (Layout segment : segments) {
            if (segment.frontBytes() > 0) {
                throw new IllegalArgumentException("segments have no front, got: " + segment.frontBytes() + " bytes");
            }
        }
    }
}
