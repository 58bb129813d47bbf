package io.vmloom.extent;

import io.vmloom.source.ByteSource;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.util.Optional;

/** Every guest byte at its own offset of member 0: alternates between the source's data and its holes. */
public final class FlatCursor implements ExtentCursor {
    private static final int MEMBER = 0;

    private final ByteSource source;
    private final long virtualBytes;
    private long guestOffset;

    public FlatCursor(ByteSource source, long virtualBytes, GuestOffset from) {
        this.source = source;
        this.virtualBytes = virtualBytes;
        this.guestOffset = from.bytes();
    }

    @Override
    public Optional<Extent> next() {
        if (guestOffset >= virtualBytes) {
            return Optional.empty();
        }
        long dataOffset = Math.min(source.nextData(guestOffset), virtualBytes);
        return dataOffset > guestOffset
                ? until(dataOffset, Mapping.Unallocated.INSTANCE)
                : until(holeAfter(guestOffset), new Mapping.Data(MEMBER, new HostOffset(guestOffset)));
    }

    /** The file may have changed between the two questions; at least one byte keeps the cursor moving. */
    private long holeAfter(long dataOffset) {
        return Math.clamp(source.nextHole(dataOffset), dataOffset + 1, virtualBytes);
    }

    private Optional<Extent> until(long end, Mapping mapping) {
        Extent extent = new Extent(new GuestOffset(guestOffset), end - guestOffset, mapping);
        guestOffset = end;
        return Optional.of(extent);
    }
}
