package io.vmloom.coordinator.watch;

import io.vmloom.fragment.StoredFragment;
import io.vmloom.fragment.TaskResult;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/**
 * What of the target is stored, cell by cell in the order of the ranges; each cell is some of them. Where in the file they
 * stand is only known in the end. Not thread-safe.
 */
public final class TargetMap {
    static final int MOST_CELLS = 512;

    private final int ranges;
    private final long frontBytes;
    private final long[] bytes;
    private final int[] inPlace;
    private final int[] staged;
    private final int[] empty;
    private final BitSet stored = new BitSet();
    private long total;
    private boolean sealed;

    TargetMap(int ranges, long frontBytes) {
        this.ranges = ranges;
        this.frontBytes = frontBytes;
        int cells = Math.max(1, Math.min(ranges, MOST_CELLS));
        this.bytes = new long[cells];
        this.inPlace = new int[cells];
        this.staged = new int[cells];
        this.empty = new int[cells];
    }

    /** What a cell of the target shows. Letters are a contract with clients. */
    public enum State {
        WAITING('w'),
        /** A worker makes a part of it. */
        RUNNING('r'),
        /** As part of the upload, or in the file. */
        STORED('p'),
        /** As an object of its own, to be put together with others. */
        STAGED('s'),
        /** Nothing but zeros, which are not stored. */
        EMPTY('n');

        private final char letter;

        State(char letter) {
            this.letter = letter;
        }

        public char letter() {
            return letter;
        }
    }

    /**
     * At one moment.
     *
     * @param frontBytes header and tables before the data, at most
     * @param sealed whether they are written
     * @param states a letter of {@link State} for each cell
     * @param bytes stored of each cell
     */
    public record View(int ranges, long frontBytes, boolean sealed, long storedBytes, String states, List<Long> bytes) {
        public View {
            bytes = List.copyOf(bytes);
        }
    }

    void converted(TaskResult.Converted result) {
        int range = result.id().index();
        if (stored.get(range)) {
            return; // encoded again, which changes little of what is shown
        }
        stored.set(range);
        int cell = cell(range);
        bytes[cell] += result.fragmentBytes();
        total += result.fragmentBytes();
        switch (result.stored()) {
            case StoredFragment.InPart _, StoredFragment.InFile _ -> inPlace[cell]++;
            case StoredFragment.Staged _ -> staged[cell]++;
            case StoredFragment.Empty _ -> empty[cell]++;
        }
    }

    void seal() {
        sealed = true;
    }

    /** @param running ranges that workers have now */
    View view(Collection<Integer> running) {
        BitSet busy = new BitSet();
        running.stream().filter(range -> range < ranges).forEach(range -> busy.set(cell(range)));
        StringBuilder states = new StringBuilder();
        List<Long> sizes = new ArrayList<>();
        for (int cell = 0; cell < bytes.length; cell++) {
            states.append(state(cell, busy.get(cell)).letter());
            sizes.add(bytes[cell]);
        }
        return new View(ranges, frontBytes, sealed, total, states.toString(), sizes);
    }

    private State state(int cell, boolean busy) {
        if (busy) {
            return State.RUNNING;
        }
        int most = Math.max(inPlace[cell], Math.max(staged[cell], empty[cell]));
        if (most == 0) {
            return State.WAITING;
        }
        if (inPlace[cell] == most) {
            return State.STORED;
        }
        return staged[cell] == most ? State.STAGED : State.EMPTY;
    }

    private int cell(int range) {
        return (int) ((long) range * bytes.length / ranges);
    }
}
