package io.vmloom.table;

import io.vmloom.fragment.UnitVisitor;
import io.vmloom.layout.FragmentPlace;
import io.vmloom.layout.Layout;
import java.util.Arrays;
import java.util.function.Function;

/**
 * All that is known once every fragment is stored: enough to write the tables.
 *
 * @param ranges how many ranges there are; together they cover the guest in order
 * @param groups the second-level tables that hold an entry
 */
public record Stitch(Layout layout, int ranges, FragmentIndexes indexes, GroupSet groups) {
    private static final long NOWHERE = -1;

    /** Walks all units in guest order; the function gives a visitor for a fragment that begins at a target offset. */
    public void inGuestOrder(Function<Long, UnitVisitor> visitorAt) {
        long[] offsets = new long[ranges];
        Arrays.fill(offsets, NOWHERE);
        for (FragmentPlace place : layout.places()) {
            offsets[place.range()] = place.offset().bytes();
        }
        for (int range = 0; range < ranges; range++) {
            indexes.of(range).forEach(visitorAt.apply(Math.max(offsets[range], 0)));
        }
    }

    /** Walks all stored units fragment by fragment in target order. */
    public void inTargetOrder(Function<Long, UnitVisitor> visitorAt) {
        for (FragmentPlace place : layout.places()) {
            indexes.of(place.range()).forEach(visitorAt.apply(place.offset().bytes()));
        }
    }
}
