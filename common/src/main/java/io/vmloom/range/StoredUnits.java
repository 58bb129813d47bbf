package io.vmloom.range;

import io.vmloom.extent.Extent;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.GuestOffset;

/** Counts the target units that hold at least one byte of data, each once and as a whole. */
final class StoredUnits {
    private final long unitBytes;
    private long countedEnd;
    private long left;

    /** @param limitBytes what all counted units may come to */
    StoredUnits(long unitBytes, long limitBytes) {
        this.unitBytes = unitBytes;
        this.left = limitBytes;
    }

    /** Counts an extent with data; extents come in guest order. */
    void add(Extent extent) {
        long from = Math.max(Alignment.down(extent.start().bytes(), unitBytes), countedEnd);
        long to = Alignment.up(extent.end().bytes(), unitBytes);
        left -= Math.max(0, to - from);
        countedEnd = Math.max(countedEnd, to);
    }

    /** How many bytes may still be counted. */
    long left() {
        return left;
    }

    /** How many bytes of data, from a position on, can join before more than the limit are counted. */
    long room(GuestOffset position) {
        long from = Math.max(Alignment.down(position.bytes(), unitBytes), countedEnd);
        return Math.addExact(from - position.bytes(), left);
    }
}
