package io.vmloom.format.vdi;

import io.vmloom.layout.Arrangement;
import io.vmloom.table.GroupSet;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import io.vmloom.table.TargetDesign;
import io.vmloom.task.EncoderSpec;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.ByteSize;

/**
 * {@code header | block map | zeros | blocks}. The map numbers blocks by their place among the data, so that a longer
 * front changes nothing but the data's offset. A fixed image is the same with every block at its own place.
 *
 * @param guestBytes the source's size, to the byte
 */
record VdiDesign(long guestBytes, ImageType type, Identifier imageId, Identifier modificationId)
        implements TargetDesign {
    static final int BLOCK_BYTES = (int) ByteSize.MIB;
    static final int MAP_OFFSET = 512;

    /** The header's field for it has 32 bits. */
    static final long MAX_DATA_OFFSET = 0xffff_ffffL;

    /** Zeros of this length in a fixed image become a hole where the target has them, as in raw targets. */
    private static final int HOLE_BYTES = 4096;

    @Override
    public EncoderSpec encoder() {
        return isFixed() ? new EncoderSpec.Identity() : new EncoderSpec.PackedPlain(BLOCK_BYTES);
    }

    @Override
    public Arrangement arrangement() {
        return isFixed() ? Arrangement.IDENTITY : Arrangement.FREE;
    }

    @Override
    public long virtualBytes() {
        return Alignment.up(guestBytes, HeaderChecks.SECTOR_BYTES);
    }

    /** VirtualBox aligns data so; solid-state disks gain by it. */
    @Override
    public int frontAlignmentBytes() {
        return BLOCK_BYTES;
    }

    /** The map has an entry for every block, used or not. */
    @Override
    public long frontBytes(GroupSet groups, long dataBytes) {
        return Alignment.up(MAP_OFFSET + blocks() * BlockMap.ENTRY_BYTES, BLOCK_BYTES);
    }

    /** A fixed image ends with a whole block; a dynamic one does by its encoder. */
    @Override
    public long tailBytes() {
        return isFixed() ? blocks() * BLOCK_BYTES - guestBytes : 0;
    }

    /** Never reached: no block is stored twice. */
    @Override
    public long maxFileBytes() {
        return MAX_DATA_OFFSET + blocks() * BLOCK_BYTES;
    }

    @Override
    public void writeFront(Stitch stitch, TableSink sink) {
        new FrontWriter(this, stitch, sink).write();
    }

    @Override
    public void writeTail(Stitch stitch, TableSink sink) {
        sink.zeros(tailBytes());
    }

    boolean isFixed() {
        return type == ImageType.FIXED;
    }

    long blocks() {
        return Math.ceilDiv(guestBytes, BLOCK_BYTES);
    }
}
