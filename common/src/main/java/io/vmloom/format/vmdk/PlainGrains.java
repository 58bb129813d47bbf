package io.vmloom.format.vmdk;

import io.vmloom.error.ImageException;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentLookup;
import io.vmloom.extent.Mapping;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;

/** Looks up grains with one table in memory; absent tables are stepped over without being read. Not thread-safe. */
final class PlainGrains implements ExtentLookup {
    private static final int MEMBER = 0;
    private static final int ABSENT = 0;
    private static final int ZEROED = 1;
    private static final int NO_TABLE = -1;

    private final ByteSource source;
    private final SparseHeader header;
    private final GrainDirectory directory;
    private final GrainTables tables;
    private int table = NO_TABLE;
    private int[] entries = {};

    PlainGrains(ByteSource source, SparseHeader header, GrainDirectory directory) {
        this.source = source;
        this.header = header;
        this.directory = directory;
        this.tables = new GrainTables(source, directory);
    }

    @Override
    public Extent at(long guestOffset) {
        int number = (int) (guestOffset / header.groupBytes());
        if (!directory.isPresent(number)) {
            int end = number + 1;
            while (end < directory.tables() && !directory.isPresent(end)) {
                end++;
            }
            return extent(guestOffset, end * header.groupBytes(), Mapping.Unallocated.INSTANCE);
        }
        load(number);
        int grain = grain(guestOffset);
        long grainStart = guestOffset - guestOffset % header.grainBytes();
        Mapping mapping = mapping(grain, grainStart, (int) (guestOffset - grainStart));
        return extent(guestOffset, grainStart + header.grainBytes(), mapping);
    }

    @Override
    public long damagedBytes(long guestOffset) {
        int number = (int) (guestOffset / header.groupBytes());
        if (!directory.isPresent(number)) {
            return 0;
        }
        if (!directory.isInside(number)) {
            return header.groupBytes() - guestOffset % header.groupBytes();
        }
        load(number);
        int entry = entries[grain(guestOffset)];
        long skipBytes = guestOffset % header.grainBytes();
        return entry == ABSENT || isZeroed(entry) || isInside(entry, guestOffset - skipBytes)
                ? 0
                : header.grainBytes() - skipBytes;
    }

    private void load(int number) {
        if (table != number) {
            entries = tables.read(number);
            table = number;
        }
    }

    private int grain(long guestOffset) {
        return (int) (guestOffset % header.groupBytes() / header.grainBytes());
    }

    private static Extent extent(long start, long end, Mapping mapping) {
        return new Extent(new GuestOffset(start), end - start, mapping);
    }

    private Mapping mapping(int grain, long grainStart, int skipBytes) {
        int entry = entries[grain];
        if (entry == ABSENT) {
            return Mapping.Unallocated.INSTANCE;
        }
        if (isZeroed(entry)) {
            return Mapping.Zero.INSTANCE;
        }
        long host = hostOffset(entry);
        if (!isInside(entry, grainStart)) {
            throw ImageException.invalid(
                    source.name(),
                    directory.hostOffset(table) + (long) grain * Integer.BYTES,
                    "the grain of guest offset 0x" + Long.toHexString(grainStart) + " must have its "
                            + usedBytes(grainStart)
                            + " bytes inside the file of 0x" + Long.toHexString(source.sizeBytes())
                            + " bytes, got: 0x" + Long.toHexString(host));
        }
        return new Mapping.Data(MEMBER, new HostOffset(host + skipBytes));
    }

    private boolean isZeroed(int entry) {
        return entry == ZEROED && header.has(SparseHeader.FLAG_ZEROED_GRAINS);
    }

    private boolean isInside(int entry, long grainStart) {
        return hostOffset(entry) <= source.sizeBytes() - usedBytes(grainStart);
    }

    private static long hostOffset(int entry) {
        return Integer.toUnsignedLong(entry) * SparseHeader.SECTOR_BYTES;
    }

    private long usedBytes(long grainStart) {
        return Math.min(header.grainBytes(), header.virtualBytes() - grainStart);
    }
}
