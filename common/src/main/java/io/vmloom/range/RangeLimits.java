package io.vmloom.range;

import io.vmloom.unit.Alignment;
import io.vmloom.unit.ByteSize;

/**
 * When a range is full.
 *
 * @param dataBytes what the target may have to store, the main measure: every target unit that holds a byte of data
 *     counts as a whole, while empty terabytes cost nothing
 * @param guestBytes guest bytes, zeros included
 * @param extents how many extents, which bounds the task's size
 * @param unitBytes the target's unit, a power of two; 1 to count plain bytes
 * @param alignmentBytes every cut lies at a multiple of this power of two: at least the digest's leaf and the target's
 *     unit
 * @param boundaryBytes no range passes a multiple of this, which is one of the alignment
 */
public record RangeLimits(
        long dataBytes, long guestBytes, int extents, long unitBytes, long alignmentBytes, long boundaryBytes) {
    /** For a target that is one file. */
    public static final long NO_BOUNDARY = 1L << 62;

    private static final int MAX_EXTENTS = 1 << 16;
    private static final long MAX_GUEST_BYTES = 64 * ByteSize.GIB;

    public RangeLimits {
        if (!Alignment.isPowerOfTwo(alignmentBytes)
                || !Alignment.isPowerOfTwo(unitBytes)
                || unitBytes > alignmentBytes
                || dataBytes < alignmentBytes
                || guestBytes < dataBytes
                || !Alignment.isAligned(boundaryBytes, alignmentBytes)
                || boundaryBytes < 1
                || extents < 1) {
            throw new IllegalArgumentException("range limits must hold one aligned unit, got: " + dataBytes
                    + " data bytes, " + guestBytes + " guest bytes, " + extents + " extents, unit " + unitBytes
                    + ", alignment " + alignmentBytes + ", boundary " + boundaryBytes);
        }
    }

    /** Limits for a target whose fragments hold only units with data, so that empty space costs nothing. */
    public static RangeLimits byData(long dataBytes, long unitBytes, long alignmentBytes) {
        return new RangeLimits(
                dataBytes, Math.max(dataBytes, MAX_GUEST_BYTES), MAX_EXTENTS, unitBytes, alignmentBytes, NO_BOUNDARY);
    }

    /** Limits for a target that stores every guest byte, zeros included. */
    public static RangeLimits byGuest(long guestBytes, long alignmentBytes) {
        return new RangeLimits(guestBytes, guestBytes, MAX_EXTENTS, 1, alignmentBytes, NO_BOUNDARY);
    }

    /** The same for a target whose files begin at multiples of this. */
    public RangeLimits within(long newBoundaryBytes) {
        return new RangeLimits(dataBytes, guestBytes, extents, unitBytes, alignmentBytes, newBoundaryBytes);
    }
}
