package io.vmloom.format.vmdk;

import io.vmloom.codec.Codec;
import io.vmloom.error.ImageException;
import io.vmloom.extent.CompressedUnit;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.extent.Mapping;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Walks the grain tables with one of them in memory; absent tables are skipped without being read. */
final class GrainCursor implements ExtentCursor {
    private static final int MEMBER = 0;
    private static final int ABSENT = 0;
    private static final int ZEROED = 1;

    private final ByteSource source;
    private final SparseHeader header;
    private final GrainDirectory directory;
    private final GrainTables tables;
    private final CompressedUnit unit;
    private long guestOffset;
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

    GrainCursor(ByteSource source, SparseHeader header, GrainDirectory directory, long guestOffset) {
        this.source = source;
        this.header = header;
        this.directory = directory;
        this.tables = new GrainTables(source, directory);
        this.unit = new CompressedUnit(Codec.ZLIB, CompressedUnit.Framing.SECTOR_MARKED, header.grainBytes());
        this.guestOffset = guestOffset;
    }

    @Override
    public Optional<Extent> next() {
        if (guestOffset >= header.virtualBytes()) {
            return Optional.empty();
        }
        try {
            return extent();
        } catch (ImageException e) {
            guestOffset += header.grainBytes() - guestOffset % header.grainBytes();
            throw e;
        }
    }

    private Optional<Extent> extent() {
        int number = (int) (guestOffset / header.groupBytes());
        if (!directory.isPresent(number)) {
            int end = number + 1;
            while (end < directory.tables() && !directory.isPresent(end)) {
                end++;
            }
            return extentTo(end * header.groupBytes(), Mapping.Unallocated.INSTANCE);
        }
        return inTable(table(number));
    }

    private Optional<Extent> inTable(Table current) {
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
            return extentTo(endOffset, Mapping.Unallocated.INSTANCE);
        }
        if (isZeroed(entry)) {
            return extentTo(endOffset, Mapping.Zero.INSTANCE);
        }
        return extentTo(endOffset, compressed(current, entry, (int) (guestOffset % header.grainBytes())));
    }

    private Mapping compressed(Table current, int entry, int skipBytes) {
        long sector = Integer.toUnsignedLong(entry);
        long hostOffset = sector * SparseHeader.SECTOR_BYTES;
        if (hostOffset + Marker.GRAIN_HEADER_BYTES >= source.sizeBytes()) {
            throw ImageException.invalid(
                    source.name(),
                    hostOffset,
                    "the grain of guest offset 0x" + Long.toHexString(guestOffset) + " must lie inside the file of 0x"
                            + Long.toHexString(source.sizeBytes()) + " bytes");
        }
        long hostEnd = current.sectorAfter(sector) * SparseHeader.SECTOR_BYTES;
        int maxLength = (int) Math.min(longestGrain(), Math.min(hostEnd, source.sizeBytes()) - hostOffset);
        return new Mapping.Compressed(
                MEMBER, new HostOffset(hostOffset), maxLength, unit(hostOffset, maxLength), skipBytes);
    }

    private CompressedUnit unit(long hostOffset, int maxLength) {
        long grainOffset = guestOffset - guestOffset % header.grainBytes();
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

    private Optional<Extent> extentTo(long end, Mapping mapping) {
        long clipped = Math.min(end, header.virtualBytes());
        Extent extent = new Extent(new GuestOffset(guestOffset), clipped - guestOffset, mapping);
        guestOffset = clipped;
        return Optional.of(extent);
    }
}
