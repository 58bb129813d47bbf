package io.vmloom.table;

import io.vmloom.layout.Arrangement;
import io.vmloom.task.EncoderSpec;

/** The guest's bytes, each at its own offset, and a trailer behind them: no front, no tables. */
public final class FlatDesign implements TargetDesign {
    private final long guestBytes;
    private final long virtualBytes;
    private final byte[] trailer;

    /**
     * @param guestBytes what fragments hold
     * @param virtualBytes where the disk ends and the trailer begins; zeros fill the rest
     */
    public FlatDesign(long guestBytes, long virtualBytes, byte[] trailer) {
        if (guestBytes > virtualBytes) {
            throw new IllegalArgumentException(
                    "flat disk must hold the guest's " + guestBytes + " bytes, got: " + virtualBytes);
        }
        this.guestBytes = guestBytes;
        this.virtualBytes = virtualBytes;
        this.trailer = trailer.clone();
    }

    @Override
    public EncoderSpec encoder() {
        return new EncoderSpec.Identity();
    }

    @Override
    public Arrangement arrangement() {
        return Arrangement.IDENTITY;
    }

    @Override
    public long virtualBytes() {
        return virtualBytes;
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
        return virtualBytes - guestBytes + trailer.length;
    }

    @Override
    public long maxFileBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    public void writeFront(Stitch stitch, TableSink sink) {}

    @Override
    public void writeTail(Stitch stitch, TableSink sink) {
        sink.zeros(virtualBytes - guestBytes);
        sink.write(trailer);
    }
}
