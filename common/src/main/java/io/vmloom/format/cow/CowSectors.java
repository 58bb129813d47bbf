package io.vmloom.format.cow;

import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentLookup;
import io.vmloom.extent.Mapping;
import io.vmloom.format.HostClusters;
import io.vmloom.source.ByteSource;
import io.vmloom.source.TableWindow;
import io.vmloom.unit.GuestOffset;
import java.nio.ByteOrder;

/** Looks up runs of sectors in the bitmap. Not thread-safe. */
final class CowSectors implements ExtentLookup {
    private static final int ALL_PRESENT = 0xff;

    /** A longer run is given out in pieces: this many bytes of the bitmap are one gibibyte of the disk. */
    private static final int MAX_RUN_BYTES = 256 << 10;

    private final ByteSource source;
    private final CowHeader header;
    private final TableWindow bitmap;
    private final long sectors;

    CowSectors(ByteSource source, CowHeader header) {
        this.source = source;
        this.header = header;
        this.bitmap = new TableWindow(source, header.bitmapOffset(), header.bitmapBytes(), ByteOrder.BIG_ENDIAN);
        this.sectors = header.virtualBytes() / CowLayout.SECTOR_BYTES;
    }

    @Override
    public Extent at(long guestOffset) {
        long sector = guestOffset / CowLayout.SECTOR_BYTES;
        boolean present = isPresent(sector);
        long lengthBytes = runEnd(sector, present) * CowLayout.SECTOR_BYTES - guestOffset;
        return present
                ? HostClusters.data(guestOffset, header.dataOffset() + guestOffset, lengthBytes, source.sizeBytes())
                : new Extent(new GuestOffset(guestOffset), lengthBytes, Mapping.Unallocated.INSTANCE);
    }

    /** The first sector behind this one that is not like it, or the last one that is looked at. */
    private long runEnd(long sector, boolean present) {
        int whole = present ? ALL_PRESENT : 0;
        long next = sector + 1;
        long lastByte = sector / Byte.SIZE + MAX_RUN_BYTES;
        while (next < sectors) {
            long at = next / Byte.SIZE;
            if (next % Byte.SIZE == 0 && at >= lastByte) {
                return next;
            }
            if (next % Byte.SIZE == 0 && bitmap.byteAt(at) == whole) {
                next += Byte.SIZE;
            } else if (isPresent(next) == present) {
                next++;
            } else {
                return next;
            }
        }
        return sectors;
    }

    private boolean isPresent(long sector) {
        return (bitmap.byteAt(sector / Byte.SIZE) >> (int) (sector % Byte.SIZE) & 1) != 0;
    }
}
