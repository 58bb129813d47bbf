package io.vmloom.coordinator.pipeline;

import io.vmloom.layout.Layout;
import io.vmloom.object.BufferTableSink;
import io.vmloom.store.Content;
import io.vmloom.table.GroupSet;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import io.vmloom.table.TargetDesign;
import io.vmloom.unit.Alignment;

/** The target format's own front and tail. */
record TargetEnds(TargetDesign design, FragmentLedger fragments, GroupSet groups) implements ObjectEnds {
    /** The least front, aligned as the format wants it. */
    long frontBytes() {
        return Alignment.up(design.frontBytes(groups, fragments.fragmentBytes()), design.frontAlignmentBytes());
    }

    @Override
    public void writeFront(Layout layout, TableSink sink) {
        design.writeFront(stitch(layout), sink);
    }

    @Override
    public Content tail(Layout layout) {
        BufferTableSink sink = new BufferTableSink(design.tailBytes());
        design.writeTail(stitch(layout), sink);
        return sink.take();
    }

    private Stitch stitch(Layout layout) {
        return new Stitch(layout, fragments.ranges(), fragments, groups);
    }
}
