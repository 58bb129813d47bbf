package io.vmloom.format.vhdx;

import io.vmloom.error.InternalException;
import io.vmloom.fragment.UnitVisitor;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes the block allocation table in one pass over the fragments. */
final class BlockTableWriter {
    private static final int BUFFER_BYTES = 32 << 10;
    private static final long NO_BITMAP = 0;

    private final VhdxDesign design;
    private final Metadata metadata;
    private final Stitch stitch;
    private final TableSink sink;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long block;

    BlockTableWriter(VhdxDesign design, Stitch stitch, TableSink sink) {
        this.design = design;
        this.metadata = design.metadata();
        this.stitch = stitch;
        this.sink = sink;
    }

    void write() {
        if (metadata.fixed()) {
            long start = stitch.layout().frontBytes();
            while (block < metadata.blocks()) {
                present(start + block * metadata.blockBytes());
            }
        } else {
            stitch.inGuestOrder(EntriesOfFragment::new);
            zeroUpTo(metadata.blocks());
        }
        sink.write(buffer.array(), 0, buffer.position());
    }

    private void present(long offset) {
        putBlock(offset / FileHeader.ALIGNMENT << BlockTable.OFFSET_SHIFT | BlockState.FULLY_PRESENT.code());
    }

    private void zeroUpTo(long end) {
        if (end < block) {
            throw new InternalException("block " + end + " was entered before block " + block, null);
        }
        while (block < end) {
            putBlock(BlockState.ZERO.code());
        }
    }

    /** Behind the blocks of a whole chunk, if others follow, stands the entry of its sector bitmap, which it has not. */
    private void putBlock(long entry) {
        if (block > 0 && block % metadata.chunkRatio() == 0) {
            put(NO_BITMAP);
        }
        put(entry);
        block++;
    }

    private void put(long entry) {
        if (!buffer.hasRemaining()) {
            sink.write(buffer.array());
            buffer.clear();
        }
        buffer.putLong(entry);
    }

    /** Enters the blocks of one fragment of a dynamic disk. */
    private final class EntriesOfFragment implements UnitVisitor {
        private final long fragmentOffset;

        EntriesOfFragment(long fragmentOffset) {
            this.fragmentOffset = fragmentOffset;
        }

        @Override
        public void zero(long firstUnit, long count) {}

        @Override
        public void plain(long firstUnit, long count, long offset) {
            zeroUpTo(firstUnit);
            for (long i = 0; i < count; i++) {
                present(fragmentOffset + offset + i * design.metadata().blockBytes());
            }
        }

        @Override
        public void compressed(long unit, long offset, int lengthBytes) {
            throw new InternalException("block " + unit + " must not be compressed", null);
        }
    }
}
