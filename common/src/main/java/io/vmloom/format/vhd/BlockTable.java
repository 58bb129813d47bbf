package io.vmloom.format.vhd;

import io.vmloom.error.ImageException;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentLookup;
import io.vmloom.extent.Mapping;
import io.vmloom.source.ByteSource;
import io.vmloom.source.TableWindow;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.OptionalLong;

/** Looks up blocks in the allocation table, a window of which is in memory. Not thread-safe. */
final class BlockTable implements ExtentLookup {
    static final int UNUSED = 0xffff_ffff;

    private static final int MEMBER = 0;
    private static final int NO_BLOCK = -1;

    private final ByteSource source;
    private final DynamicHeader header;
    private final long virtualBytes;
    private final long endOffset;
    private final TableWindow entries;
    private long bitmapBlock = NO_BLOCK;
    private BitSet bitmap = new BitSet();

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
        long block = guestOffset / header.blockBytes();
        long skipBytes = guestOffset % header.blockBytes();
        long restBytes = header.blockBytes() - skipBytes;
        OptionalLong data = dataOffset(block);
        if (data.isEmpty()) {
            return extent(guestOffset, restBytes, Mapping.Unallocated.INSTANCE);
        }
        Mapping here = new Mapping.Data(MEMBER, new HostOffset(data.getAsLong() + skipBytes));
        return header.parent().isEmpty()
                ? extent(guestOffset, restBytes, here)
                : sectors(guestOffset, restBytes, here, bitmap(block, data.getAsLong()));
    }

    /** Sectors whose bit is clear are those of the parent. */
    private Extent sectors(long guestOffset, long restBytes, Mapping here, BitSet present) {
        int sector = (int) (guestOffset % header.blockBytes() / Geometry.SECTOR_BYTES);
        boolean isPresent = present.get(sector);
        int end = isPresent ? present.nextClearBit(sector) : present.nextSetBit(sector);
        long runBytes = end < 0 ? restBytes : (long) end * Geometry.SECTOR_BYTES - guestOffset % header.blockBytes();
        return extent(guestOffset, Math.min(runBytes, restBytes), isPresent ? here : Mapping.Unallocated.INSTANCE);
    }

    /** The highest bit of a byte is the first sector's. */
    private BitSet bitmap(long block, long dataOffset) {
        if (bitmapBlock != block) {
            ByteBuffer bytes = ByteBuffer.allocate((int) header.bitmapBytes());
            source.read(dataOffset - header.bitmapBytes(), bytes);
            for (int i = 0; i < bytes.capacity(); i++) {
                bytes.put(i, (byte) (Integer.reverse(bytes.get(i)) >>> Integer.SIZE - Byte.SIZE));
            }
            bitmap = BitSet.valueOf(bytes.array());
            bitmapBlock = block;
        }
        return bitmap;
    }

    private static Extent extent(long guestOffset, long lengthBytes, Mapping mapping) {
        return new Extent(new GuestOffset(guestOffset), lengthBytes, mapping);
    }

    /** Where the data of a block begins in the file; empty for a block that was never written. */
    OptionalLong dataOffset(long block) {
        int entry = entries.intAt(block);
        if (entry == UNUSED) {
            return OptionalLong.empty();
        }
        long bitmap = bitmapOffset(entry);
        if (!isSound(block, bitmap)) {
            throw ImageException.invalid(
                    source.name(),
                    header.tableOffset() + block * Integer.BYTES,
                    "guest offset 0x" + Long.toHexString(block * header.blockBytes()) + ": block of "
                            + usedBytes(block) + " bytes behind a bitmap of " + header.bitmapBytes()
                            + " must lie between the copy of the footer and 0x"
                            + Long.toHexString(endOffset) + ", got: 0x" + Long.toHexString(bitmap));
        }
        return OptionalLong.of(bitmap + header.bitmapBytes());
    }

    @Override
    public long damagedBytes(long guestOffset) {
        long block = guestOffset / header.blockBytes();
        int entry = entries.intAt(block);
        return entry == UNUSED || isSound(block, bitmapOffset(entry))
                ? 0
                : header.blockBytes() - guestOffset % header.blockBytes();
    }

    private static long bitmapOffset(int entry) {
        return Integer.toUnsignedLong(entry) * Geometry.SECTOR_BYTES;
    }

    private boolean isSound(long block, long bitmap) {
        return bitmap >= Footer.BYTES && bitmap + header.bitmapBytes() <= endOffset - usedBytes(block);
    }

    private long usedBytes(long block) {
        return Math.min(header.blockBytes(), virtualBytes - block * header.blockBytes());
    }
}
