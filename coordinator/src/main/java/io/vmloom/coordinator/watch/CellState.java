package io.vmloom.coordinator.watch;

/** What a cell of a map shows. Letters are a contract with clients. */
public enum CellState {
    /** Never written by the guest. */
    HOLE('h'),
    /** Explicitly zero. */
    ZERO('z'),
    /** Data that no task was given out for yet. */
    WAITING('w'),
    /** A task of it waits in the queue. */
    QUEUED('q'),
    /** A worker has it. */
    RUNNING('r'),
    /** In the target. */
    ENCODED('e'),
    /** In the target, and the target was verified. */
    VERIFIED('v'),
    /** The item ended before it was done. */
    FAILED('f'),
    /** Damaged in the source; zeros stand in for it. */
    LOST('l');

    private final char letter;

    CellState(char letter) {
        this.letter = letter;
    }

    public char letter() {
        return letter;
    }
}
