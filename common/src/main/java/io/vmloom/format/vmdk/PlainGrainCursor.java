package io.vmloom.format.vmdk;

import io.vmloom.error.ImageException;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.extent.Mapping;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.ByteSize;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.util.Optional;

/** Joins grains that stand one behind the other to long extents; absent tables are stepped over without being read. */
final class PlainGrainCursor implements ExtentCursor {
    private static final int MEMBER = 0;
    private static final int ABSENT = 0;
    private static final int ZEROED = 1;
    private static final int NO_TABLE = -1;

    /** An extent of this length is given out without looking further, so that an answer never waits for many tables. */
    private static final long JOINED_BYTES = ByteSize.GIB;

    private final ByteSource source;
    private final SparseHeader header;
    private final GrainDirectory directory;
    private final GrainTables tables;
    private long guestOffset;
    private int table = NO_TABLE;
    private int[] entries = {};

    /** A mapping and where it ends at the earliest. */
    private record Piece(Mapping mapping, long end) {}

    PlainGrainCursor(ByteSource source, SparseHeader header, GrainDirectory directory, long guestOffset) {
        this.source = source;
        this.header = header;
        this.directory = directory;
        this.tables = new GrainTables(source, directory);
        this.guestOffset = guestOffset;
    }

    @Override
    public Optional<Extent> next() {
        if (guestOffset >= header.virtualBytes()) {
            return Optional.empty();
        }
        Piece first = pieceAt(guestOffset);
        long end = first.end();
        while (end < header.virtualBytes() && end - guestOffset < JOINED_BYTES) {
            Piece following = pieceAt(end);
            if (!first.mapping().continuedBy(end - guestOffset, following.mapping())) {
                break;
            }
            end = following.end();
        }
        long clipped = Math.min(end, header.virtualBytes());
        Extent extent = new Extent(new GuestOffset(guestOffset), clipped - guestOffset, first.mapping());
        guestOffset = clipped;
        return Optional.of(extent);
    }

    private Piece pieceAt(long offset) {
        int number = (int) (offset / header.groupBytes());
        if (!directory.isPresent(number)) {
            int end = number + 1;
            while (end < directory.tables() && !directory.isPresent(end)) {
                end++;
            }
            return new Piece(Mapping.Unallocated.INSTANCE, end * header.groupBytes());
        }
        if (table != number) {
            entries = tables.read(number);
            table = number;
        }
        int grain = (int) (offset % header.groupBytes() / header.grainBytes());
        long grainStart = offset - offset % header.grainBytes();
        return new Piece(mapping(grain, grainStart, (int) (offset - grainStart)), grainStart + header.grainBytes());
    }

    private Mapping mapping(int grain, long grainStart, int skipBytes) {
        int entry = entries[grain];
        if (entry == ABSENT) {
            return Mapping.Unallocated.INSTANCE;
        }
        if (entry == ZEROED && header.has(SparseHeader.FLAG_ZEROED_GRAINS)) {
            return Mapping.Zero.INSTANCE;
        }
        long host = Integer.toUnsignedLong(entry) * SparseHeader.SECTOR_BYTES;
        long usedBytes = Math.min(header.grainBytes(), header.virtualBytes() - grainStart);
        if (host > source.sizeBytes() - usedBytes) {
            throw ImageException.invalid(
                    source.name(),
                    directory.hostOffset(table) + (long) grain * Integer.BYTES,
                    "the grain of guest offset 0x" + Long.toHexString(grainStart) + " must have its " + usedBytes
                            + " bytes inside the file of 0x" + Long.toHexString(source.sizeBytes())
                            + " bytes, got: 0x" + Long.toHexString(host));
        }
        return new Mapping.Data(MEMBER, new HostOffset(host + skipBytes));
    }
}
