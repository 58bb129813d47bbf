package io.vmloom.format.vhdx;

import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.unit.ByteSize;
import io.vmloom.unit.GuestOffset;
import java.util.Optional;

/** Joins neighbouring blocks to long extents. */
final class BlockCursor implements ExtentCursor {
    /** An extent of this length is given out without looking further, so that an answer never waits for long tables. */
    private static final long JOINED_BYTES = 64 * ByteSize.GIB;

    private final BlockTable table;
    private final Metadata metadata;
    private long guestOffset;

    BlockCursor(BlockTable table, Metadata metadata, long guestOffset) {
        this.table = table;
        this.metadata = metadata;
        this.guestOffset = guestOffset;
    }

    @Override
    public Optional<Extent> next() {
        if (guestOffset >= metadata.virtualBytes()) {
            return Optional.empty();
        }
        BlockTable.Piece first = pieceAt(guestOffset);
        long length = first.lengthBytes();
        while (length < JOINED_BYTES && guestOffset + length < metadata.virtualBytes()) {
            BlockTable.Piece following = pieceAt(guestOffset + length);
            if (!first.mapping().continuedBy(length, following.mapping())) {
                break;
            }
            length += following.lengthBytes();
        }
        long clipped = Math.min(length, metadata.virtualBytes() - guestOffset);
        Extent extent = new Extent(new GuestOffset(guestOffset), clipped, first.mapping());
        guestOffset += clipped;
        return Optional.of(extent);
    }

    private BlockTable.Piece pieceAt(long offset) {
        return table.piece(offset / metadata.blockBytes(), offset % metadata.blockBytes());
    }
}
