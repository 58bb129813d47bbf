package io.vmloom.layout;

import io.vmloom.store.StoreCapabilities;
import io.vmloom.unit.ByteSize;
import io.vmloom.unit.TargetOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Arranges stored fragments into the parts of one multipart upload. Part numbers were fixed before anything was encoded:
 * 1 … {@code frontParts} for the front, then one per range for fragments that are long enough to be a part (uploaded, or
 * copied from staging), then compositions of short fragments, then the tail.
 *
 * <p>Stores that allow no gaps get consecutive numbers; there, every fragment has to be staged, except in identity
 * targets whose numbers have no gaps by nature.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html">Amazon S3 multipart upload limits</a>
 */
public final class PartPlanner {
    /** Length of the front's parts, but for the last few bytes; what the writer of tables holds in memory. */
    public static final long FRONT_SLAB_BYTES = 16 * ByteSize.MIB;

    /** Up to this length a target whose fragments are all staged is one part: {@code front | fragments | tail} without padding. */
    public static final long ONE_PART_BYTES = 64 * ByteSize.MIB;

    private PartPlanner() {}

    /** How many part numbers to reserve for a front that will not exceed this many bytes. */
    public static int frontParts(long boundBytes) {
        return Math.toIntExact(Math.ceilDiv(boundBytes, FRONT_SLAB_BYTES));
    }

    /**
     * The same for a front that nothing may pad: 0 when it is too short to be a part, so that it shares one with the first
     * fragment.
     */
    public static int exactFrontParts(long frontBytes, StoreCapabilities limits) {
        return frontBytes < limits.minPartBytes() ? 0 : frontParts(frontBytes);
    }

    /**
     * Plans the parts. Pure: equal requests give equal plans. Throws {@link IllegalArgumentException} when a direct
     * fragment is too short to be a part, or the numbers do not suffice, which
     * {@link SegmentPlanner#needsSegments} tells beforehand.
     */
    public static PartPlan plan(PartRequest request) {
        if (fitsOnePart(request)) {
            return onePart(request);
        }
        return switch (request.arrangement()) {
            case FREE -> free(request);
            case ORDERED, IDENTITY -> new OrderedParts(request).plan();
        };
    }

    static PartList listWithFront(PartRequest request) {
        StoreCapabilities limits = request.limits();
        boolean dense =
                !limits.gapsInPartNumbers() && request.fragments().stream().noneMatch(FragmentSize::direct);
        boolean followed = request.dataBytes() > 0 || request.tailBytes() > 0;
        PartList list = new PartList(limits, dense);
        list.front(request.frontBytes(), request.frontAlignmentBytes(), request.frontParts(), followed);
        return list;
    }

    private static boolean fitsOnePart(PartRequest request) {
        if (request.fragments().stream().anyMatch(FragmentSize::direct)) {
            return false;
        }
        long total = Math.addExact(Math.addExact(request.frontBytes(), request.dataBytes()), request.tailBytes());
        return total <= Math.min(ONE_PART_BYTES, request.limits().maxPartBytes());
    }

    private static PartPlan.Complete onePart(PartRequest request) {
        List<Integer> ranges = new ArrayList<>();
        List<FragmentPlace> places = new ArrayList<>();
        long end = request.frontBytes();
        for (FragmentSize fragment : request.fragments()) {
            if (fragment.lengthBytes() > 0) {
                ranges.add(fragment.range());
                places.add(new FragmentPlace(fragment.range(), new TargetOffset(end), fragment.lengthBytes()));
                end += fragment.lengthBytes();
            }
        }
        PartContent rest = ranges.isEmpty() ? new PartContent.Tail() : new PartContent.Packed(ranges, true);
        return new PartPlan.Complete(
                List.of(new PlannedPart(1, Math.addExact(end, request.tailBytes()), new PartContent.Fronted(rest))),
                new Layout(request.frontBytes(), places, end));
    }

    private static PartPlan free(PartRequest request) {
        PartList list = listWithFront(request);
        int pooledPart = request.firstPooledPart();
        List<FragmentSize> small = new ArrayList<>();
        for (FragmentSize fragment : request.fragments()) {
            if (fragment.direct()) {
                list.direct(request.directPart(fragment.range()), fragment);
            } else if (fragment.lengthBytes() >= request.limits().minPartBytes()) {
                list.packed(request.directPart(fragment.range()), List.of(fragment));
            } else if (fragment.lengthBytes() > 0) {
                small.add(fragment);
            }
        }
        List<List<FragmentSize>> groups = Pools.group(small, request.limits());
        for (int i = 0; i < groups.size() - 1; i++) {
            list.packed(pooledPart, groups.get(i));
        }
        if (groups.isEmpty()) {
            list.tail(pooledPart, request.tailBytes());
        } else {
            list.packedLast(pooledPart, groups.getLast(), pooledPart, request.tailBytes());
        }
        return list.complete();
    }
}
