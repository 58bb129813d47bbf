package io.vmloom.format.cow;

import io.vmloom.layout.Arrangement;
import io.vmloom.table.GroupSet;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import io.vmloom.table.TargetDesign;
import io.vmloom.task.EncoderSpec;
import io.vmloom.unit.Alignment;

/**
 * {@code header | bitmap | the disk, each sector at its own place}. Where the disk begins follows from its size, so that
 * nothing can be padded.
 *
 * @param guestBytes the source's size, to the byte
 */
record CowDesign(long guestBytes) implements TargetDesign {
    static final CowLayout LAYOUT = CowLayout.QEMU_X86_64;

    /** Sectors are found to be zero by eights: a byte of the bitmap, and the block of common file systems. */
    static final int UNIT_BYTES = Byte.SIZE * CowLayout.SECTOR_BYTES;

    @Override
    public EncoderSpec encoder() {
        return new EncoderSpec.Identity(UNIT_BYTES, true);
    }

    @Override
    public Arrangement arrangement() {
        return Arrangement.IDENTITY;
    }

    @Override
    public long virtualBytes() {
        return Alignment.up(guestBytes, CowLayout.SECTOR_BYTES);
    }

    @Override
    public int frontAlignmentBytes() {
        return CowLayout.SECTOR_BYTES;
    }

    @Override
    public long frontBytes(GroupSet groups, long dataBytes) {
        return Alignment.up(LAYOUT.bytes() + bitmapBytes(), CowLayout.SECTOR_BYTES);
    }

    @Override
    public boolean frontIsExact() {
        return true;
    }

    @Override
    public long tailBytes() {
        return virtualBytes() - guestBytes;
    }

    @Override
    public long maxFileBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    public void writeFront(Stitch stitch, TableSink sink) {
        new CowFront(this, stitch, sink).write();
    }

    @Override
    public void writeTail(Stitch stitch, TableSink sink) {
        sink.zeros(tailBytes());
    }

    long sectors() {
        return virtualBytes() / CowLayout.SECTOR_BYTES;
    }

    long bitmapBytes() {
        return Math.ceilDiv(sectors(), Byte.SIZE);
    }
}
