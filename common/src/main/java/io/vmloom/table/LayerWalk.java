package io.vmloom.table;

import io.vmloom.error.InternalException;
import io.vmloom.extent.LayerImage;
import io.vmloom.extent.LayerRuns;
import io.vmloom.fragment.UnitVisitor;
import io.vmloom.unit.GuestOffset;

/** One walk over all units in guest order that passes over those which a layer does not hold. Not thread-safe. */
final class LayerWalk {
    private final LayerRuns runs;
    private LayerRuns.Run run = new LayerRuns.Run(0, 0, false);

    LayerWalk(LayerImage layer) {
        this.runs = layer.runs(GuestOffset.ZERO);
    }

    /** What a visitor sees; units with data are held, and among zeros nothing else tells. */
    UnitVisitor over(UnitVisitor visitor) {
        return new UnitVisitor() {
            @Override
            public void zero(long firstUnit, long count) {
                heldZeros(firstUnit, firstUnit + count, visitor);
            }

            @Override
            public void plain(long firstUnit, long count, long offset) {
                visitor.plain(firstUnit, count, offset);
            }

            @Override
            public void compressed(long unit, long offset, int lengthBytes) {
                visitor.compressed(unit, offset, lengthBytes);
            }
        };
    }

    private void heldZeros(long firstUnit, long endUnit, UnitVisitor visitor) {
        long unit = firstUnit;
        while (unit < endUnit) {
            while (run.endUnit() <= unit) {
                run = runs.next().orElseThrow(() -> new InternalException("a layer ends before its disk", null));
            }
            long cut = Math.min(endUnit, run.endUnit());
            if (run.held()) {
                visitor.zero(unit, cut - unit);
            }
            unit = cut;
        }
    }
}
