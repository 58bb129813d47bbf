package io.vmloom.coordinator.pipeline;

import io.vmloom.layout.Layout;
import io.vmloom.object.BufferTableSink;
import io.vmloom.store.Content;
import io.vmloom.table.TableSink;
import io.vmloom.table.TargetDesign;
import io.vmloom.unit.Alignment;

/** The target format's own front and tail. */
record TargetEnds(ConversionPlan plan, FragmentLedger fragments) implements ObjectEnds {
    /** The least front, aligned as the format wants it. */
    long frontBytes() {
        TargetDesign design = plan.design();
        return Alignment.up(
                design.frontBytes(plan.groups(fragments), fragments.fragmentBytes()), design.frontAlignmentBytes());
    }

    @Override
    public void writeFront(Layout layout, TableSink sink) {
        plan.requirePlaces(layout);
        plan.design().writeFront(plan.stitch(layout, fragments), sink);
    }

    @Override
    public Content tail(Layout layout) {
        BufferTableSink sink = new BufferTableSink(plan.design().tailBytes());
        plan.design().writeTail(plan.stitch(layout, fragments), sink);
        return sink.take();
    }
}
