package io.vmloom.worker.convert;

import io.vmloom.fragment.EncodedFragment;
import io.vmloom.fragment.FragmentIndexBuilder;
import io.vmloom.fragment.Packing;
import io.vmloom.task.EncoderSpec;
import io.vmloom.unit.Zeros;

/** Guest bytes as they are; units of zeros become holes. The fragment has exactly the range's length. */
final class IdentityEncoder implements FragmentEncoder {
    private final int unitBytes;
    private final boolean mapped;
    private final ChunkBuffer out;
    private final FragmentIndexBuilder index;
    private long guestBytes;
    private long indexedUnits;
    private long hole;

    IdentityEncoder(EncoderSpec.Identity spec, long firstUnit, BlockPool blocks) {
        this.out = new ChunkBuffer(blocks);
        this.unitBytes = spec.unitBytes();
        this.mapped = spec.mapped();
        this.index = new FragmentIndexBuilder(Packing.IDENTITY, unitBytes, firstUnit);
    }

    @Override
    public void data(byte[] bytes, int offset, int length) {
        data(bytes, offset, length, false);
    }

    @Override
    public boolean lastingData(byte[] bytes, int offset, int length) {
        return data(bytes, offset, length, true);
    }

    private boolean data(byte[] bytes, int offset, int length, boolean lasting) {
        boolean kept = false;
        int position = offset;
        int end = offset + length;
        while (position < end) {
            int toUnitEnd = (int) (unitBytes - guestBytes % unitBytes);
            int count = Math.min(toUnitEnd, end - position);
            boolean whole = count == unitBytes;
            boolean zero = (whole || mapped) && Zeros.isZero(bytes, position, count);
            if (whole && zero) {
                hole += count;
            } else {
                endHole();
                if (mapped && !zero) {
                    index();
                }
                if (lasting) {
                    out.append(bytes, position, count);
                    kept = true;
                } else {
                    out.write(bytes, position, count);
                }
            }
            guestBytes += count;
            position += count;
        }
        return kept;
    }

    @Override
    public void zeros(long length) {
        hole += length;
        guestBytes += length;
    }

    @Override
    public EncodedFragment finish() {
        endHole();
        index.zero(Math.ceilDiv(guestBytes, unitBytes) - indexedUnits);
        return new EncodedFragment(out.content(), index.build());
    }

    /** Enters the present unit as one that holds something, whatever pieces of it come. */
    private void index() {
        long unit = guestBytes / unitBytes;
        if (unit >= indexedUnits) {
            index.zero(unit - indexedUnits);
            index.plain();
            indexedUnits = unit + 1;
        }
    }

    private void endHole() {
        out.zeros(hole);
        hole = 0;
    }

    @Override
    public void close() {}
}
