package io.vmloom.format.bochs;

import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentLookup;
import io.vmloom.extent.Mapping;
import io.vmloom.format.HostClusters;
import io.vmloom.source.ByteSource;
import io.vmloom.source.TableWindow;
import io.vmloom.unit.GuestOffset;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;

/** Looks up runs of sectors; the bitmap of one extent is in memory. Not thread-safe. */
final class BochsExtents implements ExtentLookup {
    private final ByteSource source;
    private final BochsHeader header;
    private final TableWindow catalog;
    private final int sectors;
    private long loaded = -1;
    private BitSet present = new BitSet();

    BochsExtents(ByteSource source, BochsHeader header) {
        this.source = source;
        this.header = header;
        this.catalog = new TableWindow(
                source, header.catalogOffset(), header.catalogEntries() * Integer.BYTES, ByteOrder.LITTLE_ENDIAN);
        this.sectors = Math.toIntExact(header.extentBytes() / BochsHeader.SECTOR_BYTES);
    }

    @Override
    public Extent at(long guestOffset) {
        long extent = guestOffset / header.extentBytes();
        long skipBytes = guestOffset % header.extentBytes();
        int entry = catalog.intAt(extent);
        if (entry == BochsHeader.ABSENT) {
            return new Extent(
                    new GuestOffset(guestOffset), header.extentBytes() - skipBytes, Mapping.Unallocated.INSTANCE);
        }
        load(extent, entry);
        int sector = (int) (skipBytes / BochsHeader.SECTOR_BYTES);
        boolean isPresent = present.get(sector);
        int end = isPresent ? present.nextClearBit(sector) : present.nextSetBit(sector);
        long lengthBytes = (end < 0 ? sectors : Math.min(end, sectors)) * (long) BochsHeader.SECTOR_BYTES - skipBytes;
        return isPresent
                ? HostClusters.data(
                        guestOffset,
                        header.bitmapOffset(entry) + header.bitmapBytes() + skipBytes,
                        lengthBytes,
                        source.sizeBytes())
                : new Extent(new GuestOffset(guestOffset), lengthBytes, Mapping.Unallocated.INSTANCE);
    }

    @Override
    public long damagedBytes(long guestOffset) {
        int entry = catalog.intAt(guestOffset / header.extentBytes());
        return entry == BochsHeader.ABSENT || header.isInside(source, entry)
                ? 0
                : header.extentBytes() - guestOffset % header.extentBytes();
    }

    private void load(long extent, int entry) {
        if (loaded == extent) {
            return;
        }
        header.requireInside(source, extent, entry);
        ByteBuffer bits = ByteBuffer.allocate(Math.ceilDiv(sectors, Byte.SIZE));
        source.read(header.bitmapOffset(entry), bits);
        present = BitSet.valueOf(bits.flip());
        loaded = extent;
    }
}
