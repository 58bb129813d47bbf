package io.vmloom.coordinator.watch;

import io.vmloom.extent.Extent;
import io.vmloom.extent.Mapping;
import io.vmloom.range.WorkRange;
import io.vmloom.unit.Alignment;
import java.util.Arrays;

/** A guest's disk as a row of equal cells: how much of each is data, zeros, or lost, and where its ranges begin. Immutable. */
public final class GuestShape {
    /** As many as a page can show, and few enough for every item under way. */
    public static final int MOST_CELLS = 1024;

    private static final long SMALLEST_CELL_BYTES = 4096;

    private final long virtualBytes;
    private final long cellBytes;
    private final long[] dataBytes;
    private final long[] zeroBytes;
    private final long[] lostBytes;
    private final int[] ranges;
    private final long[] starts;

    private GuestShape(Builder builder, long[] starts) {
        this.virtualBytes = builder.virtualBytes;
        this.cellBytes = builder.cellBytes;
        this.dataBytes = builder.dataBytes;
        this.zeroBytes = builder.zeroBytes;
        this.lostBytes = builder.lostBytes;
        this.ranges = builder.ranges;
        this.starts = starts;
    }

    public long virtualBytes() {
        return virtualBytes;
    }

    public long cellBytes() {
        return cellBytes;
    }

    public int cells() {
        return dataBytes.length;
    }

    public long dataBytes(int cell) {
        return dataBytes[cell];
    }

    public long zeroBytes(int cell) {
        return zeroBytes[cell];
    }

    public long lostBytes(int cell) {
        return lostBytes[cell];
    }

    /** How many ranges have bytes in a cell. */
    public int ranges(int cell) {
        return ranges[cell];
    }

    /** How many ranges there are. */
    public int ranges() {
        return starts.length - 1;
    }

    Span range(int index) {
        return new Span(starts[index], starts[index + 1] - starts[index]);
    }

    int firstCell(Span span) {
        return (int) Math.min(cells() - 1L, span.start() / cellBytes);
    }

    int lastCell(Span span) {
        return (int) Math.min(cells() - 1L, Math.max(span.start(), span.end() - 1) / cellBytes);
    }

    /** Some bytes of the guest. */
    public record Span(long start, long length) {
        public long end() {
            return start + length;
        }
    }

    /** Hears of every range once, in order. */
    public static final class Builder {
        private final long virtualBytes;
        private final long cellBytes;
        private final long[] dataBytes;
        private final long[] zeroBytes;
        private final long[] lostBytes;
        private final int[] ranges;

        public Builder(long virtualBytes) {
            this.virtualBytes = virtualBytes;
            long smallest = Math.max(SMALLEST_CELL_BYTES, Math.ceilDiv(virtualBytes, MOST_CELLS));
            this.cellBytes = Alignment.up(smallest, SMALLEST_CELL_BYTES);
            int cells = (int) Math.max(1, Math.ceilDiv(virtualBytes, cellBytes));
            this.dataBytes = new long[cells];
            this.zeroBytes = new long[cells];
            this.lostBytes = new long[cells];
            this.ranges = new int[cells];
        }

        public void add(WorkRange range) {
            long start = range.start().bytes();
            long end = start + range.lengthBytes();
            for (long cell = start / cellBytes; cell * cellBytes < end; cell++) {
                ranges[(int) cell]++;
            }
            for (Extent extent : range.extents()) {
                switch (extent.mapping()) {
                    case Mapping.Data _, Mapping.Encrypted _, Mapping.Compressed _ -> add(extent, dataBytes);
                    case Mapping.Zero _ -> add(extent, zeroBytes);
                    case Mapping.Lost _ -> add(extent, lostBytes);
                    case Mapping.Unallocated _ -> {}
                }
            }
        }

        private void add(Extent extent, long[] cells) {
            long at = extent.start().bytes();
            long end = at + extent.lengthBytes();
            while (at < end) {
                long cell = at / cellBytes;
                long until = Math.min(end, (cell + 1) * cellBytes);
                cells[(int) cell] += until - at;
                at = until;
            }
        }

        /** @param starts where each range begins, and the end of the disk behind the last; not copied */
        public GuestShape build(long[] starts) {
            if (starts.length < 1) {
                throw new IllegalArgumentException("a disk must have an end, got: " + Arrays.toString(starts));
            }
            return new GuestShape(this, starts);
        }
    }
}
