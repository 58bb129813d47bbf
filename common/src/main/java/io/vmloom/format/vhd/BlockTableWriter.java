package io.vmloom.format.vhd;

import io.vmloom.error.InternalException;
import io.vmloom.fragment.UnitVisitor;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import java.nio.ByteBuffer;

/** Writes the block allocation table in one pass over the fragments. */
final class BlockTableWriter {
    private static final int BUFFER_BYTES = 32 << 10;

    private final Stitch stitch;
    private final TableSink sink;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private long block;

    BlockTableWriter(Stitch stitch, TableSink sink) {
        this.stitch = stitch;
        this.sink = sink;
    }

    /** Writes this many entries; those behind the last fragment's blocks are unused. */
    void write(long entries) {
        stitch.inGuestOrder(EntriesOfFragment::new);
        unusedUpTo(entries);
        sink.write(buffer.array(), 0, buffer.position());
    }

    private void unusedUpTo(long end) {
        if (end < block) {
            throw new InternalException("block " + end + " was entered before block " + block, null);
        }
        while (block < end) {
            put(BlockTable.UNUSED);
        }
    }

    private void put(int entry) {
        if (!buffer.hasRemaining()) {
            sink.write(buffer.array());
            buffer.clear();
        }
        buffer.putInt(entry);
        block++;
    }

    /** Enters the blocks of one fragment: each entry points to the bitmap in front of the data. */
    private final class EntriesOfFragment implements UnitVisitor {
        private static final long STORED_BYTES = DynamicDesign.BITMAP_BYTES + (long) DynamicDesign.BLOCK_BYTES;

        private final long fragmentOffset;

        EntriesOfFragment(long fragmentOffset) {
            this.fragmentOffset = fragmentOffset;
        }

        @Override
        public void zero(long firstUnit, long count) {}

        @Override
        public void plain(long firstUnit, long count, long offset) {
            unusedUpTo(firstUnit);
            long stored = offset / DynamicDesign.BLOCK_BYTES;
            for (long i = 0; i < count; i++) {
                put((int) ((fragmentOffset + (stored + i) * STORED_BYTES) / Geometry.SECTOR_BYTES));
            }
        }

        @Override
        public void compressed(long unit, long offset, int lengthBytes) {
            throw new InternalException("block " + unit + " must not be compressed", null);
        }
    }
}
