package io.vmloom.worker.convert;

import io.vmloom.extent.Extent;
import java.util.List;

/** Extents that are fetched together; their decoded bytes fit into memory, and holes among them take none. */
record Window(List<Extent> extents) {
    Window {
        extents = List.copyOf(extents);
    }
}
