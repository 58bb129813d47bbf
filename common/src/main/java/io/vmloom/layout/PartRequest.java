package io.vmloom.layout;

import io.vmloom.store.StoreCapabilities;
import java.util.List;

/**
 * What the part planner has to arrange.
 *
 * @param frontBytes least length of the front, already a multiple of {@code frontAlignmentBytes}; may be padded
 * @param frontParts part numbers 1 … n reserved for it, 0 when there is no front
 * @param fragments one per range, in range order
 * @param tailBytes appended last
 */
public record PartRequest(
        Arrangement arrangement,
        long frontBytes,
        int frontAlignmentBytes,
        int frontParts,
        List<FragmentSize> fragments,
        long tailBytes,
        StoreCapabilities limits) {
    public PartRequest {
        fragments = List.copyOf(fragments);
    }
}
