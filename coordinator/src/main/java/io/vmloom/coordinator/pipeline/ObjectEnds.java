package io.vmloom.coordinator.pipeline;

import io.vmloom.layout.Layout;
import io.vmloom.store.Content;
import io.vmloom.table.TableSink;

/** What stands before and behind the fragments of an object. */
interface ObjectEnds {
    ObjectEnds NONE = new ObjectEnds() {
        @Override
        public void writeFront(Layout layout, TableSink sink) {}

        @Override
        public Content tail(Layout layout) {
            return Content.of(new byte[0]);
        }
    };

    /** Writes exactly {@code layout.frontBytes()}. */
    void writeFront(Layout layout, TableSink sink);

    Content tail(Layout layout);
}
