package io.vmloom.coordinator.pipeline;

import io.vmloom.layout.Layout;
import io.vmloom.object.BufferTableSink;
import io.vmloom.store.Content;
import io.vmloom.table.GroupSet;
import io.vmloom.table.TableSink;
import io.vmloom.table.TargetDesign;
import io.vmloom.unit.Alignment;

/** The target format's own front and tail. */
record TargetEnds(FileFragments fragments, GroupSet groups) implements ObjectEnds {
    /** The least front, aligned as the format wants it. */
    long frontBytes() {
        return Alignment.up(design().frontBytes(groups, fragments.fragmentBytes()), design().frontAlignmentBytes());
    }

    @Override
    public void writeFront(Layout layout, TableSink sink) {
        fragments.file().requirePlaces(layout);
        design().writeFront(fragments.stitch(layout, groups), sink);
    }

    @Override
    public Content tail(Layout layout) {
        BufferTableSink sink = new BufferTableSink(design().tailBytes());
        design().writeTail(fragments.stitch(layout, groups), sink);
        return sink.take();
    }

    private TargetDesign design() {
        return fragments.file().design();
    }
}
