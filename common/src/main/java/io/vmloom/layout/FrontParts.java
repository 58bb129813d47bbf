package io.vmloom.layout;

import io.vmloom.store.StoreCapabilities;
import io.vmloom.unit.Alignment;
import java.util.ArrayList;
import java.util.List;

/** Cuts the front into parts, padding it as far as the store's least part demands. */
final class FrontParts {
    private FrontParts() {}

    /**
     * Lengths of the front's parts; their sum is a multiple of the alignment.
     *
     * @param followed whether other parts follow, so that the last one has a least size too
     */
    static List<Long> split(
            long frontBytes, int alignmentBytes, int reservedParts, StoreCapabilities limits, boolean followed) {
        if (frontBytes == 0) {
            return List.of();
        }
        long slabBytes = Math.min(PartPlanner.FRONT_SLAB_BYTES, limits.maxPartBytes());
        int count = (int) Math.min(reservedParts, Math.ceilDiv(frontBytes, slabBytes));
        long padded = frontBytes;
        if (followed || count > 1) {
            padded = Math.max(frontBytes, Alignment.up(count * limits.minPartBytes(), alignmentBytes));
        }
        if (Math.ceilDiv(padded, count) > limits.maxPartBytes()) {
            throw new IllegalArgumentException("front of " + frontBytes + " bytes does not fit into " + reservedParts
                    + " parts of at most " + limits.maxPartBytes() + " bytes");
        }
        return evenly(padded, count);
    }

    private static List<Long> evenly(long bytes, int count) {
        List<Long> lengths = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            lengths.add(bytes / count + (i < bytes % count ? 1 : 0));
        }
        return lengths;
    }
}
