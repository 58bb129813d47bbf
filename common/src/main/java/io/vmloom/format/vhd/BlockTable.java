package io.vmloom.format.vhd;

import io.vmloom.error.ImageException;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentLookup;
import io.vmloom.extent.Mapping;
import io.vmloom.source.ByteSource;
import io.vmloom.source.TableWindow;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/** Looks up blocks in the allocation table, a window of which is in memory. Not thread-safe. */
final class BlockTable implements ExtentLookup {
    static final int UNUSED = 0xffff_ffff;

    private static final int MEMBER = 0;

    private final ByteSource source;
    private final DynamicHeader header;
    private final long virtualBytes;
    private final long endOffset;
    private final TableWindow entries;

    /** @param endOffset where blocks must end */
    BlockTable(ByteSource source, DynamicHeader header, long virtualBytes, long endOffset) {
        this.source = source;
        this.header = header;
        this.virtualBytes = virtualBytes;
        this.endOffset = endOffset;
        this.entries =
                new TableWindow(source, header.tableOffset(), header.entries() * Integer.BYTES, ByteOrder.BIG_ENDIAN);
    }

    @Override
    public Extent at(long guestOffset) {
        long skipBytes = guestOffset % header.blockBytes();
        OptionalLong data = dataOffset(guestOffset / header.blockBytes());
        Mapping mapping = data.isPresent()
                ? new Mapping.Data(MEMBER, new HostOffset(data.getAsLong() + skipBytes))
                : Mapping.Unallocated.INSTANCE;
        return new Extent(new GuestOffset(guestOffset), header.blockBytes() - skipBytes, mapping);
    }

    /** Where the data of a block begins in the file; empty for a block that was never written. */
    OptionalLong dataOffset(long block) {
        int entry = entries.intAt(block);
        if (entry == UNUSED) {
            return OptionalLong.empty();
        }
        long bitmap = Integer.toUnsignedLong(entry) * Geometry.SECTOR_BYTES;
        long data = bitmap + header.bitmapBytes();
        long used = Math.min(header.blockBytes(), virtualBytes - block * header.blockBytes());
        if (bitmap < Footer.BYTES || data > endOffset - used) {
            throw ImageException.invalid(
                    source.name(),
                    header.tableOffset() + block * Integer.BYTES,
                    "guest offset 0x" + Long.toHexString(block * header.blockBytes()) + ": block of " + used
                            + " bytes behind a bitmap of " + header.bitmapBytes()
                            + " must lie between the copy of the footer and 0x"
                            + Long.toHexString(endOffset) + ", got: 0x" + Long.toHexString(bitmap));
        }
        return OptionalLong.of(data);
    }
}
