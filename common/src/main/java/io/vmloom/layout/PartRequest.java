package io.vmloom.layout;

import io.vmloom.store.StoreCapabilities;
import io.vmloom.unit.Alignment;
import java.util.List;

/**
 * What the part planner has to arrange.
 *
 * @param frontBytes least length of the front, already a multiple of {@code frontAlignmentBytes}; may be padded when it
 *     has parts of its own
 * @param frontParts part numbers 1 … n reserved for it; 0 when there is no front, or when it shares a part with the first
 *     fragment, which is staged then
 * @param fragments one per range, in range order, their ranges consecutive; the first may have any number
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
        if (!Alignment.isAligned(frontBytes, frontAlignmentBytes) || frontBytes < 0 || tailBytes < 0) {
            throw new IllegalArgumentException("front must be a multiple of " + frontAlignmentBytes
                    + " bytes and the tail not negative, got: " + frontBytes + " and " + tailBytes + " bytes");
        }
        if (frontParts < 0) {
            throw new IllegalArgumentException("parts of the front must not be negative, got: " + frontParts);
        }
        requireConsecutive(fragments);
    }

    /** The number that the direct fragment of a range has. */
    int directPart(int range) {
        return frontParts + 1 + range - fragments.getFirst().range();
    }

    /** The first number behind those of all direct fragments. */
    int firstPooledPart() {
        return frontParts + 1 + fragments.size();
    }

    long dataBytes() {
        return fragments.stream().mapToLong(FragmentSize::lengthBytes).reduce(0, Math::addExact);
    }

    private static void requireConsecutive(List<FragmentSize> fragments) {
        for (int i = 0; i < fragments.size(); i++) {
            int expected = fragments.getFirst().range() + i;
            if (fragments.get(i).range() != expected) {
                throw new IllegalArgumentException(
                        "fragments must be in range order, expected range " + expected + ", got: " + fragments.get(i));
            }
        }
    }
}
