package io.vmloom.extent;

import io.vmloom.unit.HostOffset;

/** What stands behind a run of guest bytes. */
public sealed interface Mapping {
    /** Plain bytes of a member file, one to one. */
    record Data(int member, HostOffset host) implements Mapping {}

    /**
     * A part of one compressed unit.
     *
     * @param maxLengthBytes how many bytes from the host offset may belong to it, framing included; the metadata often
     *     knows only an upper bound, and the decoder finds the end
     * @param skipBytes where in the decoded unit this extent begins
     */
    record Compressed(int member, HostOffset host, int maxLengthBytes, CompressedUnit unit, int skipBytes)
            implements Mapping {}

    /** Explicitly zero. */
    record Zero() implements Mapping {
        public static final Zero INSTANCE = new Zero();
    }

    /** Nothing was ever written here; reads as zero once chains are flattened. */
    record Unallocated() implements Mapping {
        public static final Unallocated INSTANCE = new Unallocated();
    }
}
