package io.vmloom.format.vhd;

import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.extent.Mapping;
import io.vmloom.unit.ByteSize;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.util.Optional;

/** One extent per block with data; unused neighbours are joined. */
final class BlockCursor implements ExtentCursor {
    private static final int MEMBER = 0;

    /** An extent of this length is given out without looking further, so that an answer never waits for long tables. */
    private static final long JOINED_BYTES = 64 * ByteSize.GIB;

    private final BlockTable table;
    private final long blockBytes;
    private final long virtualBytes;
    private long guestOffset;

    BlockCursor(BlockTable table, long blockBytes, long virtualBytes, long guestOffset) {
        this.table = table;
        this.blockBytes = blockBytes;
        this.virtualBytes = virtualBytes;
        this.guestOffset = guestOffset;
    }

    @Override
    public Optional<Extent> next() {
        if (guestOffset >= virtualBytes) {
            return Optional.empty();
        }
        long start = guestOffset;
        Mapping mapping = mappingAt(start);
        long end = blockEnd(start);
        while (end < virtualBytes && end - start < JOINED_BYTES && mapping.continuedBy(end - start, mappingAt(end))) {
            end = blockEnd(end);
        }
        guestOffset = Math.min(end, virtualBytes);
        return Optional.of(new Extent(new GuestOffset(start), guestOffset - start, mapping));
    }

    private long blockEnd(long offset) {
        return (offset / blockBytes + 1) * blockBytes;
    }

    private Mapping mappingAt(long offset) {
        long skipBytes = offset % blockBytes;
        var data = table.dataOffset(offset / blockBytes);
        return data.isPresent()
                ? new Mapping.Data(MEMBER, new HostOffset(data.getAsLong() + skipBytes))
                : Mapping.Unallocated.INSTANCE;
    }
}
