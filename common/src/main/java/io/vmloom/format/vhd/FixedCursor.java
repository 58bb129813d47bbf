package io.vmloom.format.vhd;

import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.extent.Mapping;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.util.Optional;

/** Every guest byte at its own offset; what the source knows to be a hole is not read. */
final class FixedCursor implements ExtentCursor {
    private static final int MEMBER = 0;

    private final ByteSource source;
    private final long virtualBytes;
    private long guestOffset;

    FixedCursor(ByteSource source, long virtualBytes, long guestOffset) {
        this.source = source;
        this.virtualBytes = virtualBytes;
        this.guestOffset = guestOffset;
    }

    @Override
    public Optional<Extent> next() {
        if (guestOffset >= virtualBytes) {
            return Optional.empty();
        }
        long start = guestOffset;
        long dataOffset = Math.min(source.nextData(start), virtualBytes);
        boolean hole = dataOffset > start;
        guestOffset = hole ? dataOffset : Math.clamp(source.nextHole(start), start + 1, virtualBytes);
        Mapping mapping = hole ? Mapping.Unallocated.INSTANCE : new Mapping.Data(MEMBER, new HostOffset(start));
        return Optional.of(new Extent(new GuestOffset(start), guestOffset - start, mapping));
    }
}
