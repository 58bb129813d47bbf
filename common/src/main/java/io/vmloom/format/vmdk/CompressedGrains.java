package io.vmloom.format.vmdk;

import io.vmloom.codec.Codec;
import io.vmloom.error.ImageException;
import io.vmloom.extent.CompressedUnit;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentLookup;
import io.vmloom.extent.Mapping;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Looks up compressed grains with one table in memory; absent tables are stepped over without being read. Not thread-safe. */
final class CompressedGrains implements ExtentLookup {
    private static final int MEMBER = 0;
    private static final int ABSENT = 0;
    private static final int ZEROED = 1;

    private final ByteSource source;
    private final SparseHeader header;
    private final GrainDirectory directory;
    private final GrainTables tables;
    private final CompressedUnit unit;
    private @Nullable Table table;

    /** One table's entries, and the host sectors among them in order, by which a grain's greatest length is known. */
    private static final class Table {
        private final int number;
        private final int[] entries;
        private final long[] hostSectors;

        Table(int number, int[] entries, long[] hostSectors) {
            this.number = number;
            this.entries = entries;
            this.hostSectors = hostSectors;
        }

        /** Where the grain behind this sector's begins, or the greatest number when none does. */
        long sectorAfter(long sector) {
            int at = Arrays.binarySearch(hostSectors, sector);
            while (at < hostSectors.length && hostSectors[at] == sector) {
                at++;
            }
            return at < hostSectors.length ? hostSectors[at] : Long.MAX_VALUE / SparseHeader.SECTOR_BYTES;
        }
    }

    CompressedGrains(ByteSource source, SparseHeader header, GrainDirectory directory) {
        this.source = source;
        this.header = header;
        this.directory = directory;
        this.tables = new GrainTables(source, directory);
        this.unit = new CompressedUnit(Codec.ZLIB, CompressedUnit.Framing.SECTOR_MARKED, header.grainBytes());
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
        return inTable(guestOffset, table(number));
    }

    @Override
    public long damagedBytes(long guestOffset) {
        int number = (int) (guestOffset / header.groupBytes());
        long skipInGroup = guestOffset % header.groupBytes();
        if (!directory.isPresent(number)) {
            return 0;
        }
        if (!directory.isInside(number)) {
            return header.groupBytes() - skipInGroup;
        }
        int entry = table(number).entries[(int) (skipInGroup / header.grainBytes())];
        return entry == ABSENT || isZeroed(entry) || isInside(hostOffset(entry))
                ? 0
                : header.grainBytes() - guestOffset % header.grainBytes();
    }

    private static long hostOffset(int entry) {
        return Integer.toUnsignedLong(entry) * SparseHeader.SECTOR_BYTES;
    }

    private boolean isInside(long hostOffset) {
        return hostOffset + Marker.GRAIN_HEADER_BYTES < source.sizeBytes();
    }

    private Extent inTable(long guestOffset, Table current) {
        long groupOffset = current.number * header.groupBytes();
        int grain = (int) ((guestOffset - groupOffset) / header.grainBytes());
        int entry = current.entries[grain];
        int end = grain + 1;
        if (entry == ABSENT || isZeroed(entry)) {
            while (end < current.entries.length && current.entries[end] == entry) {
                end++;
            }
        }
        long endOffset = groupOffset + (long) end * header.grainBytes();
        if (entry == ABSENT) {
            return extent(guestOffset, endOffset, Mapping.Unallocated.INSTANCE);
        }
        if (isZeroed(entry)) {
            return extent(guestOffset, endOffset, Mapping.Zero.INSTANCE);
        }
        return extent(guestOffset, endOffset, compressed(guestOffset, current, entry));
    }

    private Mapping compressed(long guestOffset, Table current, int entry) {
        long sector = Integer.toUnsignedLong(entry);
        long hostOffset = hostOffset(entry);
        int skipBytes = (int) (guestOffset % header.grainBytes());
        if (!isInside(hostOffset)) {
            throw ImageException.invalid(
                    source.name(),
                    hostOffset,
                    "the grain of guest offset 0x" + Long.toHexString(guestOffset) + " must lie inside the file of 0x"
                            + Long.toHexString(source.sizeBytes()) + " bytes");
        }
        long hostEnd = current.sectorAfter(sector) * SparseHeader.SECTOR_BYTES;
        int maxLength = (int) Math.min(longestGrain(), Math.min(hostEnd, source.sizeBytes()) - hostOffset);
        return new Mapping.Compressed(
                MEMBER,
                new HostOffset(hostOffset),
                maxLength,
                unit(guestOffset - skipBytes, hostOffset, maxLength),
                skipBytes);
    }

    private CompressedUnit unit(long grainOffset, long hostOffset, int maxLength) {
        long usedBytes = header.virtualBytes() - grainOffset;
        if (usedBytes >= header.grainBytes()) {
            return unit;
        }
        int decoded = LastGrain.decodedBytes(source, hostOffset, maxLength, header.grainBytes(), (int) usedBytes);
        return new CompressedUnit(unit.codec(), unit.framing(), decoded);
    }

    /** Twice the grain, as qemu-img allows: a deflate stream of small stored blocks grows by less than half. */
    private long longestGrain() {
        return 2L * header.grainBytes() + SparseHeader.SECTOR_BYTES;
    }

    private boolean isZeroed(int entry) {
        return entry == ZEROED && header.has(SparseHeader.FLAG_ZEROED_GRAINS);
    }

    private Table table(int number) {
        if (table == null || table.number != number) {
            int[] entries = tables.read(number);
            long[] hostSectors = Arrays.stream(entries)
                    .filter(entry -> entry != ABSENT && !isZeroed(entry))
                    .mapToLong(Integer::toUnsignedLong)
                    .sorted()
                    .toArray();
            table = new Table(number, entries, hostSectors);
        }
        return table;
    }

    private static Extent extent(long start, long end, Mapping mapping) {
        return new Extent(new GuestOffset(start), end - start, mapping);
    }
}
