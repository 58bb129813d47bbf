package io.vmloom.layout;

import io.vmloom.error.TargetException;
import io.vmloom.store.StoreCapabilities;
import java.util.ArrayList;
import java.util.List;

/**
 * Plans objects whose fragments outnumber the parts of one upload: groups of ranges become segments, multipart objects
 * of their own in staging, and each segment is brought into the target by a server-side copy.
 */
public final class SegmentPlanner {
    private static final int TAIL_PARTS = 1;

    private SegmentPlanner() {}

    /** Whether one upload may run out of part numbers, whatever the lengths of the fragments turn out to be. */
    public static boolean needsSegments(int ranges, int frontParts, StoreCapabilities limits) {
        long most = (long) frontParts + ranges + Pools.atMost(ranges, limits) + TAIL_PARTS;
        return most > limits.maxParts();
    }

    /**
     * Divides the ranges so that a segment can be planned and copied as one part even if every fragment has the greatest
     * length.
     *
     * @param target named when it is refused as {@code TARGET_TOO_LARGE}
     */
    public static List<SegmentRanges> divide(
            String target, int ranges, int frontParts, long maxFragmentBytes, StoreCapabilities limits) {
        int perSegment = rangesPerSegment(maxFragmentBytes, limits);
        int count = Math.ceilDiv(ranges, perSegment);
        if ((long) frontParts + count + TAIL_PARTS > limits.maxParts()) {
            throw TargetException.tooLarge(
                    target,
                    "its " + ranges + " fragments of up to " + maxFragmentBytes + " bytes do not fit into "
                            + limits.maxParts() + " parts of " + limits.maxPartBytes() + " bytes",
                    "choose a compressed target, a smaller disk, or a local file");
        }
        List<SegmentRanges> segments = new ArrayList<>(count);
        for (int segment = 0; segment < count; segment++) {
            int first = segment * perSegment;
            segments.add(new SegmentRanges(segment, first, Math.min(perSegment, ranges - first)));
        }
        return segments;
    }

    /**
     * Plans the target out of its segments: {@code front | segments | tail}, numbered without gaps. Where a segment is
     * too short for a part it is composed with its neighbour, of which as few bytes as possible are taken. The layout
     * gives every fragment's place in the target.
     */
    public static PartPlan.Complete plan(SegmentRequest request) {
        StoreCapabilities limits = request.limits();
        boolean followed =
                request.tailBytes() > 0 || request.segments().stream().anyMatch(segment -> segment.dataEndBytes() > 0);
        PartList list = new PartList(limits, true);
        list.front(request.frontBytes(), request.frontAlignmentBytes(), request.frontParts(), followed);
        SegmentSplicer splicer = new SegmentSplicer(list, limits);
        for (int segment = 0; segment < request.segments().size(); segment++) {
            Layout layout = request.segments().get(segment);
            splicer.add(segment, layout.dataEndBytes());
            list.placeAll(layout.places(), layout.dataEndBytes());
        }
        splicer.finish(request.tailBytes());
        return list.complete();
    }

    private static int rangesPerSegment(long maxFragmentBytes, StoreCapabilities limits) {
        int most = (int) Math.min(limits.maxPartBytes() / maxFragmentBytes, limits.maxParts());
        while (most > 1 && needsSegments(most, 0, limits)) {
            most--;
        }
        if (most < 1) {
            throw new IllegalArgumentException("a fragment of " + maxFragmentBytes + " bytes must fit into a part of "
                    + limits.maxPartBytes() + " bytes");
        }
        return most;
    }
}
