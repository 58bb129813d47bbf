package io.vmloom.table;

import io.vmloom.extent.LayerImage;
import io.vmloom.fragment.UnitVisitor;
import io.vmloom.layout.FragmentPlace;
import io.vmloom.layout.Layout;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * All that is known once every fragment is stored: enough to write the tables.
 *
 * @param ranges how many ranges there are; together they cover the guest in order
 * @param groups the second-level tables that hold an entry
 * @param layer what the target holds, if something else shows through where it holds nothing
 */
public record Stitch(Layout layout, int ranges, FragmentIndexes indexes, GroupSet groups, Optional<LayerImage> layer) {
    private static final long NOWHERE = -1;

    /** Of a target that stands alone. */
    public Stitch(Layout layout, int ranges, FragmentIndexes indexes, GroupSet groups) {
        this(layout, ranges, indexes, groups, Optional.empty());
    }

    /** Walks all units that the target holds in guest order; the function gives a visitor for a fragment that begins at a target offset. */
    public void inGuestOrder(Function<Long, UnitVisitor> visitorAt) {
        long[] offsets = new long[ranges];
        Arrays.fill(offsets, NOWHERE);
        for (FragmentPlace place : layout.places()) {
            offsets[place.range()] = place.offset().bytes();
        }
        UnaryOperator<UnitVisitor> held = layer.map(LayerWalk::new)
                .<UnaryOperator<UnitVisitor>>map(walk -> walk::over)
                .orElse(visitor -> visitor);
        for (int range = 0; range < ranges; range++) {
            indexes.of(range).forEach(held.apply(visitorAt.apply(Math.max(offsets[range], 0))));
        }
    }

    /** Walks all stored units fragment by fragment in target order. */
    public void inTargetOrder(Function<Long, UnitVisitor> visitorAt) {
        for (FragmentPlace place : layout.places()) {
            indexes.of(place.range()).forEach(visitorAt.apply(place.offset().bytes()));
        }
    }
}
