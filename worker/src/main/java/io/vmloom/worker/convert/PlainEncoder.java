package io.vmloom.worker.convert;

import io.vmloom.fragment.EncodedFragment;
import io.vmloom.fragment.FragmentIndexBuilder;
import io.vmloom.fragment.Packing;

/** Units that are not zero, one after the other. */
final class PlainEncoder implements UnitEncoder {
    private final int unitBytes;
    private final ChunkBuffer out = new ChunkBuffer();
    private final FragmentIndexBuilder index;

    PlainEncoder(int unitBytes, long firstUnit) {
        this.unitBytes = unitBytes;
        this.index = new FragmentIndexBuilder(Packing.PACKED, unitBytes, firstUnit);
    }

    @Override
    public void unit(byte[] bytes, int offset) {
        out.write(bytes, offset, unitBytes);
        index.plain();
    }

    @Override
    public void lastingUnit(byte[] bytes, int offset) {
        out.append(bytes, offset, unitBytes);
        index.plain();
    }

    @Override
    public void zeroUnits(long count) {
        index.zero(count);
    }

    @Override
    public EncodedFragment finish() {
        return new EncodedFragment(out.content(), index.build());
    }

    @Override
    public void close() {}
}
