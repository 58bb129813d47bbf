package io.vmloom.format.vhd;

import io.vmloom.layout.Arrangement;
import io.vmloom.table.GroupSet;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import io.vmloom.table.TargetDesign;
import io.vmloom.task.EncoderSpec;

/**
 * The guest's bytes, each at its own offset, and the footer behind them.
 *
 * @param guestBytes what fragments hold; the footer's size may be greater, and the rest is zero
 */
record FixedDesign(long guestBytes, Footer footer) implements TargetDesign {
    /** Zeros of this length become a hole: the block of common file systems, and qemu-img's default for {@code -S}. */
    private static final int HOLE_BYTES = 4096;

    /** There are no tables; one group holds any disk. */
    private static final long WHOLE_DISK_BYTES = 1L << 62;

    @Override
    public EncoderSpec encoder() {
        return new EncoderSpec.Identity(HOLE_BYTES);
    }

    @Override
    public Arrangement arrangement() {
        return Arrangement.IDENTITY;
    }

    @Override
    public long virtualBytes() {
        return footer.currentBytes();
    }

    @Override
    public long groupBytes() {
        return WHOLE_DISK_BYTES;
    }

    @Override
    public int frontAlignmentBytes() {
        return 1;
    }

    @Override
    public long frontBytes(GroupSet groups, long dataBytes) {
        return 0;
    }

    @Override
    public long tailBytes() {
        return footer.currentBytes() - guestBytes + Footer.BYTES;
    }

    @Override
    public long maxFileBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    public void writeFront(Stitch stitch, TableSink sink) {}

    @Override
    public void writeTail(Stitch stitch, TableSink sink) {
        sink.zeros(footer.currentBytes() - guestBytes);
        sink.write(footer.toBytes());
    }
}
