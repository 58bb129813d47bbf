package io.vmloom.layout;

import java.util.List;

/** The outcome of part planning. */
public sealed interface PartPlan {
    /** Every byte has a part; parts are in number order, which is target order. */
    record Complete(List<PlannedPart> parts, Layout layout) implements PartPlan {
        public Complete {
            parts = List.copyOf(parts);
        }
    }

    /**
     * An ordered target has these fragments that are too short to be a part and have no neighbour to join: each must be
     * encoded again, at least {@code minimumBytes} long.
     */
    record Reencode(List<Integer> ranges, long minimumBytes) implements PartPlan {
        public Reencode {
            ranges = List.copyOf(ranges);
        }
    }
}
