package io.vmloom.worker.convert;

import io.vmloom.fragment.EncodedFragment;
import io.vmloom.fragment.FragmentIndexBuilder;
import io.vmloom.fragment.Packing;
import io.vmloom.unit.Zeros;

/** Guest bytes as they are; units of zeros become holes. The fragment has exactly the range's length. */
final class IdentityEncoder implements FragmentEncoder {
    private final int unitBytes;
    private final ChunkBuffer out = new ChunkBuffer();
    private final FragmentIndexBuilder index;
    private long guestBytes;
    private long hole;

    IdentityEncoder(int unitBytes, long firstUnit) {
        this.unitBytes = unitBytes;
        this.index = new FragmentIndexBuilder(Packing.IDENTITY, unitBytes, firstUnit);
    }

    @Override
    public void data(byte[] bytes, int offset, int length) {
        data(bytes, offset, length, false);
    }

    @Override
    public void lastingData(byte[] bytes, int offset, int length) {
        data(bytes, offset, length, true);
    }

    private void data(byte[] bytes, int offset, int length, boolean lasting) {
        int position = offset;
        int end = offset + length;
        while (position < end) {
            int toUnitEnd = (int) (unitBytes - guestBytes % unitBytes);
            int count = Math.min(toUnitEnd, end - position);
            if (count == unitBytes && Zeros.isZero(bytes, position, count)) {
                hole += count;
            } else {
                endHole();
                if (lasting) {
                    out.append(bytes, position, count);
                } else {
                    out.write(bytes, position, count);
                }
            }
            guestBytes += count;
            position += count;
        }
    }

    @Override
    public void zeros(long length) {
        hole += length;
        guestBytes += length;
    }

    @Override
    public EncodedFragment finish() {
        endHole();
        // Nothing reads the index of an identity target: places follow from guest offsets.
        index.zero(-Math.floorDiv(-guestBytes, (long) unitBytes));
        return new EncodedFragment(out.content(), index.build());
    }

    private void endHole() {
        out.zeros(hole);
        hole = 0;
    }

    @Override
    public void close() {}
}
