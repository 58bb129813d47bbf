package io.vmloom.format.parallels;

import io.vmloom.layout.Arrangement;
import io.vmloom.table.GroupSet;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import io.vmloom.table.TargetDesign;
import io.vmloom.task.EncoderSpec;
import io.vmloom.unit.Alignment;

/** {@code header | block allocation table | zeros | blocks} in any order; the table has an entry for every block. */
record ParallelsDesign(int blockBytes, long virtualBytes) implements TargetDesign {
    @Override
    public EncoderSpec encoder() {
        return new EncoderSpec.PackedPlain(blockBytes);
    }

    @Override
    public Arrangement arrangement() {
        return Arrangement.FREE;
    }

    /** Entries count blocks from the beginning of the file. */
    @Override
    public int frontAlignmentBytes() {
        return blockBytes;
    }

    @Override
    public long frontBytes(GroupSet groups, long dataBytes) {
        return Alignment.up(usedFrontBytes(), blockBytes);
    }

    @Override
    public long tailBytes() {
        return 0;
    }

    /** Entries have 32 bits. */
    @Override
    public long maxFileBytes() {
        return (long) blockBytes << Integer.SIZE;
    }

    @Override
    public void writeFront(Stitch stitch, TableSink sink) {
        new ParallelsFront(this, stitch, sink).write();
    }

    @Override
    public void writeTail(Stitch stitch, TableSink sink) {}

    ParallelsHeader header() {
        long blocks = Math.ceilDiv(virtualBytes, blockBytes);
        return new ParallelsHeader(true, blockBytes, blockBytes, blocks, virtualBytes, false);
    }

    long usedFrontBytes() {
        return ParallelsHeader.BYTES + header().tableBytes();
    }
}
