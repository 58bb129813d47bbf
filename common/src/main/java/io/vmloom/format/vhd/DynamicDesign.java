package io.vmloom.format.vhd;

import io.vmloom.layout.Arrangement;
import io.vmloom.table.GroupSet;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import io.vmloom.table.TargetDesign;
import io.vmloom.task.EncoderSpec;
import io.vmloom.unit.Alignment;

/**
 * {@code copy of the footer | dynamic header | block allocation table | zeros | blocks in any order | footer}. A block is
 * a bitmap by which all its sectors are present, and its data.
 */
record DynamicDesign(Footer footer) implements TargetDesign {
    static final long HEADER_OFFSET = Footer.BYTES;
    static final long TABLE_OFFSET = HEADER_OFFSET + DynamicHeader.BYTES;

    /** The specification's default, and all that Hyper-V writes. */
    static final int BLOCK_BYTES = 2 << 20;

    static final int BITMAP_BYTES = BLOCK_BYTES / Geometry.SECTOR_BYTES / Byte.SIZE;

    /** Entries are 32-bit sector numbers, the last of which means that there is no block. */
    private static final long MAX_FILE_BYTES = 0xffff_ffffL * Geometry.SECTOR_BYTES;

    @Override
    public EncoderSpec encoder() {
        return new EncoderSpec.PackedPlain(BLOCK_BYTES, BITMAP_BYTES);
    }

    @Override
    public Arrangement arrangement() {
        return Arrangement.FREE;
    }

    @Override
    public long virtualBytes() {
        return footer.currentBytes();
    }

    @Override
    public int frontAlignmentBytes() {
        return Geometry.SECTOR_BYTES;
    }

    @Override
    public long frontBytes(GroupSet groups, long dataBytes) {
        return TABLE_OFFSET + tableBytes();
    }

    @Override
    public long tailBytes() {
        return Footer.BYTES;
    }

    @Override
    public long maxFileBytes() {
        return MAX_FILE_BYTES;
    }

    @Override
    public void writeFront(Stitch stitch, TableSink sink) {
        sink.write(footer.toBytes());
        sink.write(new DynamicHeader(TABLE_OFFSET, blocks(), BLOCK_BYTES).toBytes());
        new BlockTableWriter(stitch, sink).write(tableBytes() / Integer.BYTES);
        sink.zeros(stitch.layout().frontBytes() - TABLE_OFFSET - tableBytes());
    }

    @Override
    public void writeTail(Stitch stitch, TableSink sink) {
        sink.write(footer.toBytes());
    }

    private long blocks() {
        return Math.ceilDiv(virtualBytes(), BLOCK_BYTES);
    }

    private long tableBytes() {
        return Alignment.up(blocks() * Integer.BYTES, Geometry.SECTOR_BYTES);
    }
}
