package io.vmloom.range;

import io.vmloom.extent.Extent;
import io.vmloom.unit.GuestOffset;
import java.util.List;

/**
 * One piece of work: consecutive extents that cover it exactly.
 *
 * @param index running number from 0
 * @param dataBytes decoded bytes that have to be read
 */
public record WorkRange(int index, GuestOffset start, long lengthBytes, long dataBytes, List<Extent> extents) {
    public WorkRange {
        extents = List.copyOf(extents);
    }

    public GuestOffset end() {
        return start.plus(lengthBytes);
    }
}
