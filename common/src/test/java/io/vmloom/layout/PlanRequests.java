package io.vmloom.layout;

import io.vmloom.store.StoreCapabilities;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Random but legal requests. */
final class PlanRequests {
    static final StoreCapabilities TINY = new StoreCapabilities(true, 5, 20, 40);
    static final StoreCapabilities TINY_DENSE = new StoreCapabilities(false, 5, 20, 40);

    private final RandomGenerator random;

    PlanRequests(RandomGenerator random) {
        this.random = random;
    }

    /** As many ranges as fit without segments; fragments up to {@code maxFragmentBytes}. */
    PartRequest next(Arrangement arrangement, StoreCapabilities limits, long maxFragmentBytes) {
        boolean identity = arrangement == Arrangement.IDENTITY;
        int frontParts = identity && !limits.gapsInPartNumbers() ? 0 : random.nextInt(4);
        boolean shared = identity && frontParts == 0 && random.nextBoolean();
        int alignment = 1 << random.nextInt(3);
        long frontBytes = frontParts == 0 ? 0 : random.nextLong(1, 4 * frontParts + 1) * alignment;
        if (shared) {
            frontBytes = random.nextLong(limits.minPartBytes() - 1) / alignment * alignment;
        }
        int ranges = random.nextInt(20);
        while (ranges > 0 && SegmentPlanner.needsSegments(ranges, frontParts, limits)) {
            ranges--;
        }
        boolean staged = !limits.gapsInPartNumbers() && !identity;
        List<FragmentSize> fragments = new ArrayList<>();
        int first = random.nextInt(3) * 100;
        for (int i = 0; i < ranges; i++) {
            long least = identity ? (i == ranges - 1 ? 1 : limits.minPartBytes()) : 0;
            long length = random.nextBoolean()
                    ? random.nextLong(least, maxFragmentBytes + 1)
                    : Math.max(least, random.nextLong(limits.minPartBytes()));
            boolean direct = !staged && length >= limits.minPartBytes() && random.nextInt(8) > 0;
            boolean behindFront = shared && i == 0;
            fragments.add(
                    new FragmentSize(first + i, length, !behindFront && (direct || (identity && i < ranges - 1))));
        }
        long tailBytes = random.nextBoolean() ? 0 : random.nextLong(1, 8);
        return new PartRequest(arrangement, frontBytes, alignment, frontParts, fragments, tailBytes, limits);
    }

    static PartRequest with(PartRequest request, List<FragmentSize> fragments) {
        return new PartRequest(
                request.arrangement(),
                request.frontBytes(),
                request.frontAlignmentBytes(),
                request.frontParts(),
                fragments,
                request.tailBytes(),
                request.limits());
    }
}
