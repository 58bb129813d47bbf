package io.vmloom.format.raw;

import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.extent.Mapping;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.util.Optional;

/** Alternates between the source's data and its holes. */
final class RawCursor implements ExtentCursor {
    private static final int MEMBER = 0;

    private final ByteSource source;
    private final long endOffset;
    private long guestOffset;

    RawCursor(ByteSource source, long guestOffset) {
        this.source = source;
        this.endOffset = source.sizeBytes();
        this.guestOffset = guestOffset;
    }

    @Override
    public Optional<Extent> next() {
        if (guestOffset >= endOffset) {
            return Optional.empty();
        }
        long dataOffset = Math.min(source.nextData(guestOffset), endOffset);
        return dataOffset > guestOffset
                ? until(dataOffset, Mapping.Unallocated.INSTANCE)
                : until(holeAfter(guestOffset), new Mapping.Data(MEMBER, new HostOffset(guestOffset)));
    }

    /** The file may have changed between the two questions; at least one byte keeps the cursor moving. */
    private long holeAfter(long dataOffset) {
        return Math.clamp(source.nextHole(dataOffset), dataOffset + 1, endOffset);
    }

    private Optional<Extent> until(long end, Mapping mapping) {
        Extent extent = new Extent(new GuestOffset(guestOffset), end - guestOffset, mapping);
        guestOffset = end;
        return Optional.of(extent);
    }
}
