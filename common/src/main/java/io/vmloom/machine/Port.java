package io.vmloom.machine;

/** A serial or parallel port; {@code index} counts those of its kind from 0. */
public sealed interface Port {
    int index();

    /** What is at the other end. */
    Peer peer();

    default boolean isParallel() {
        return this instanceof Parallel;
    }

    record Serial(int index, Peer peer) implements Port {
        public Serial {
            Machine.require(index >= 0, "ports must be numbered from 0, got: " + index);
        }
    }

    record Parallel(int index, Peer peer) implements Port {
        public Parallel {
            Machine.require(index >= 0, "ports must be numbered from 0, got: " + index);
        }
    }
}
