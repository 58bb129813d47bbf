package io.vmloom.range;

import io.vmloom.extent.Extent;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.GuestOffset;

/** Counts the target units that hold at least one byte of data, each once and as a whole. */
final class StoredUnits {
    private final long unitBytes;
    private long countedEnd;
    private long bytes;

    StoredUnits(long unitBytes) {
        this.unitBytes = unitBytes;
    }

    /** Counts an extent with data; extents come in guest order. */
    void add(Extent extent) {
        long from = Math.max(Alignment.down(extent.start().bytes(), unitBytes), countedEnd);
        long to = Alignment.up(extent.end().bytes(), unitBytes);
        bytes += Math.max(0, to - from);
        countedEnd = Math.max(countedEnd, to);
    }

    /** How many bytes of data, from a position on, can join before more than {@code limitBytes} are counted. */
    long room(GuestOffset position, long limitBytes) {
        long from = Math.max(Alignment.down(position.bytes(), unitBytes), countedEnd);
        return from + (limitBytes - bytes) - position.bytes();
    }
}
