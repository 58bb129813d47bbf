package io.vmloom.coordinator.watch;

import io.vmloom.coordinator.watch.GuestShape.Span;
import java.util.BitSet;
import java.util.Collection;

/** How far the guest's disk is in the target, cell by cell. Not thread-safe. */
public final class GuestMap {
    private static final int WHOLE = 100;

    private final GuestShape shape;
    private final BitSet doneRanges = new BitSet();
    private final BitSet outRanges = new BitSet();
    private final int[] done;
    private final int[] out;
    private final long[] verifiedBytes;
    private boolean failed;
    private boolean verified;

    GuestMap(GuestShape shape) {
        this.shape = shape;
        this.done = new int[shape.cells()];
        this.out = new int[shape.cells()];
        this.verifiedBytes = new long[shape.cells()];
    }

    /**
     * At one moment.
     *
     * @param states a letter of {@link CellState} for each cell
     * @param filled per cent of each cell's data that are done
     */
    public record View(long virtualBytes, long cellBytes, String states, int[] filled) {}

    GuestShape shape() {
        return shape;
    }

    void issued(int range) {
        if (doneRanges.get(range)) {
            doneRanges.clear(range);
            add(done, range, -1);
        }
        if (!outRanges.get(range)) {
            outRanges.set(range);
            add(out, range, 1);
        }
    }

    void converted(int range) {
        if (outRanges.get(range)) {
            outRanges.clear(range);
            add(out, range, -1);
        }
        if (!doneRanges.get(range)) {
            doneRanges.set(range);
            add(done, range, 1);
        }
    }

    int converted() {
        return doneRanges.cardinality();
    }

    void readAgain(Span span) {
        for (int cell = shape.firstCell(span); cell <= shape.lastCell(span); cell++) {
            long start = Math.max(span.start(), cell * shape.cellBytes());
            long end = Math.min(span.end(), (cell + 1) * shape.cellBytes());
            verifiedBytes[cell] += Math.max(0, end - start);
        }
    }

    /** Nothing more comes, and the rest is not done. */
    void fail() {
        failed = true;
    }

    /** The target is what it should be. */
    void verify() {
        verified = true;
    }

    /** @param running what workers have of it now */
    View view(Collection<Span> running) {
        BitSet busy = new BitSet();
        running.forEach(span -> busy.set(shape.firstCell(span), shape.lastCell(span) + 1));
        StringBuilder states = new StringBuilder();
        int[] filled = new int[shape.cells()];
        for (int cell = 0; cell < filled.length; cell++) {
            states.append(state(cell, busy.get(cell)).letter());
            filled[cell] = shape.ranges(cell) == 0 ? 0 : (int) ((long) WHOLE * done[cell] / shape.ranges(cell));
        }
        return new View(shape.virtualBytes(), shape.cellBytes(), states.toString(), filled);
    }

    private CellState state(int cell, boolean busy) {
        if (shape.dataBytes(cell) == 0) {
            return shape.lostBytes(cell) > 0
                    ? CellState.LOST
                    : shape.zeroBytes(cell) > 0 ? CellState.ZERO : CellState.HOLE;
        }
        boolean whole = done[cell] == shape.ranges(cell);
        if (!whole && failed) {
            return CellState.FAILED;
        }
        if (busy && !failed) {
            return CellState.RUNNING;
        }
        if (out[cell] > 0) {
            return CellState.QUEUED;
        }
        if (!whole) {
            return CellState.WAITING;
        }
        long length = Math.min(shape.cellBytes(), shape.virtualBytes() - cell * shape.cellBytes());
        return verified || verifiedBytes[cell] >= length ? CellState.VERIFIED : CellState.ENCODED;
    }

    private void add(int[] cells, int range, int change) {
        Span span = shape.range(range);
        for (int cell = shape.firstCell(span); cell <= shape.lastCell(span); cell++) {
            cells[cell] += change;
        }
    }
}
