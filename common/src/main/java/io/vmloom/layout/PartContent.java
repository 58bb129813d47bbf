package io.vmloom.layout;

import java.util.List;

/** What a part of the target consists of. */
public sealed interface PartContent {
    /** Bytes {@code offset .. offset + lengthBytes} of the front: header and tables. */
    record Front(long offset) implements PartContent {}

    /** The fragment of a range, uploaded by its worker. */
    record Direct(int range) implements PartContent {}

    /**
     * Staged fragments one after the other; {@code withTail} when the format's tail follows in the same part. A single
     * fragment without the tail, of at least the store's least part, can be copied server-side.
     */
    record Packed(List<Integer> ranges, boolean withTail) implements PartContent {
        public Packed {
            ranges = List.copyOf(ranges);
        }
    }

    /**
     * Bytes of segments one after the other; {@code withTail} when the format's tail follows in the same part. A single
     * span without the tail can be copied server-side; several are few bytes that have to be composed.
     */
    record Spliced(List<SegmentSpan> spans, boolean withTail) implements PartContent {
        public Spliced {
            spans = List.copyOf(spans);
        }
    }

    /** The whole front, and in the same part what else is {@link Packed}, {@link Spliced} or {@link Tail}. */
    record Fronted(PartContent rest) implements PartContent {
        public Fronted {
            if (rest instanceof Front || rest instanceof Direct || rest instanceof Fronted) {
                throw new IllegalArgumentException("the front can not share a part with " + rest);
            }
        }
    }

    /** The format's tail alone. */
    record Tail() implements PartContent {}
}
