package io.vmloom.format.vhdx;

import io.vmloom.layout.Arrangement;
import io.vmloom.table.GroupSet;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import io.vmloom.table.TargetDesign;
import io.vmloom.task.EncoderSpec;
import io.vmloom.unit.Alignment;

/**
 * {@code headers | log | metadata | block allocation table | zeros | blocks}, each a multiple of 1 MiB. In a dynamic disk
 * blocks that are not zero stand in any order; in a fixed one all of the guest stands in its own.
 *
 * @param guestBytes what fragments hold; the rest of a fixed disk's last block is zero
 */
record VhdxDesign(Metadata metadata, long guestBytes, SeededIds ids) implements TargetDesign {
    static final long LOG_OFFSET = FileHeader.ALIGNMENT;
    static final long LOG_BYTES = FileHeader.ALIGNMENT;
    static final long METADATA_OFFSET = LOG_OFFSET + LOG_BYTES;
    static final long METADATA_BYTES = FileHeader.ALIGNMENT;
    static final long TABLE_OFFSET = METADATA_OFFSET + METADATA_BYTES;

    @Override
    public EncoderSpec encoder() {
        return metadata.fixed() ? new EncoderSpec.Identity() : new EncoderSpec.PackedPlain(metadata.blockBytes());
    }

    @Override
    public Arrangement arrangement() {
        return metadata.fixed() ? Arrangement.ORDERED : Arrangement.FREE;
    }

    @Override
    public long virtualBytes() {
        return metadata.virtualBytes();
    }

    @Override
    public int frontAlignmentBytes() {
        return (int) FileHeader.ALIGNMENT;
    }

    @Override
    public long frontBytes(GroupSet groups, long dataBytes) {
        return TABLE_OFFSET + tableBytes();
    }

    @Override
    public long tailBytes() {
        return metadata.fixed() ? metadata.blocks() * metadata.blockBytes() - guestBytes : 0;
    }

    @Override
    public long maxFileBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    public void writeFront(Stitch stitch, TableSink sink) {
        new FrontWriter(this, stitch, sink).write();
    }

    @Override
    public void writeTail(Stitch stitch, TableSink sink) {
        sink.zeros(tailBytes());
    }

    /** At least 1 MiB, because a region must have a length. */
    long tableBytes() {
        return Alignment.up(Math.max(1, metadata.entries() * Long.BYTES), FileHeader.ALIGNMENT);
    }
}
