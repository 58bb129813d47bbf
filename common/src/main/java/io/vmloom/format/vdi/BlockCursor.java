package io.vmloom.format.vdi;

import io.vmloom.error.ImageException;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.extent.Mapping;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.ByteSize;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.util.Optional;

/** Joins neighbouring blocks to long extents. Two blocks may share a slot, which harms nobody who only reads. */
final class BlockCursor implements ExtentCursor {
    private static final int MEMBER = 0;

    /** An extent of this length is given out without looking further, so that an answer never waits for a whole map. */
    private static final long JOINED_BYTES = 16 * ByteSize.GIB;

    private final ByteSource source;
    private final VdiHeader header;
    private final BlockMap map;
    private final long virtualBytes;
    private long guestOffset;

    BlockCursor(ByteSource source, VdiHeader header, long virtualBytes, long guestOffset) {
        this.source = source;
        this.header = header;
        this.map = new BlockMap(source, header);
        this.virtualBytes = virtualBytes;
        this.guestOffset = guestOffset;
    }

    @Override
    public Optional<Extent> next() {
        if (guestOffset >= virtualBytes) {
            return Optional.empty();
        }
        Mapping first = mappingAt(guestOffset);
        long end = blockEnd(guestOffset);
        while (end < virtualBytes
                && end - guestOffset < JOINED_BYTES
                && first.continuedBy(end - guestOffset, mappingAt(end))) {
            end = blockEnd(end);
        }
        Extent extent = new Extent(new GuestOffset(guestOffset), end - guestOffset, first);
        guestOffset = end;
        return Optional.of(extent);
    }

    private long blockEnd(long offset) {
        return Math.min(virtualBytes, (offset / header.blockBytes() + 1) * header.blockBytes());
    }

    private Mapping mappingAt(long offset) {
        long block = offset / header.blockBytes();
        int entry = map.entry(block);
        return switch (entry) {
            case BlockMap.FREE -> Mapping.Unallocated.INSTANCE;
            case BlockMap.ZERO -> Mapping.Zero.INSTANCE;
            default -> data(block, Integer.toUnsignedLong(entry), offset % header.blockBytes());
        };
    }

    private Mapping data(long block, long slot, long skipBytes) {
        long guestStart = block * header.blockBytes();
        long host = header.dataOffset() + slot * header.slotBytes() + header.extraBytes();
        long usedBytes = Math.min(header.blockBytes(), virtualBytes - guestStart);
        if (host > source.sizeBytes() - usedBytes) {
            throw ImageException.invalid(
                    source.name(),
                    map.entryOffset(block),
                    "guest offset 0x" + Long.toHexString(guestStart) + ": the " + usedBytes + " bytes of slot " + slot
                            + " must lie inside the file of 0x" + Long.toHexString(source.sizeBytes())
                            + " bytes, got: 0x" + Long.toHexString(host));
        }
        return new Mapping.Data(MEMBER, new HostOffset(host + skipBytes));
    }
}
