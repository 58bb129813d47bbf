package io.vmloom.worker.convert;

import io.vmloom.fragment.EncodedFragment;
import io.vmloom.fragment.FragmentIndexBuilder;
import io.vmloom.fragment.Packing;
import io.vmloom.task.EncoderSpec;
import java.util.Arrays;

/** Units that are not zero, one after the other, each behind its lead. */
final class PlainEncoder implements UnitEncoder {
    private final int unitBytes;
    private final byte[] lead;
    private final ChunkBuffer out = new ChunkBuffer();
    private final FragmentIndexBuilder index;

    PlainEncoder(EncoderSpec.PackedPlain spec, long firstUnit) {
        this.unitBytes = spec.unitBytes();
        this.lead = new byte[spec.leadBytes()];
        Arrays.fill(lead, (byte) 0xff);
        this.index = new FragmentIndexBuilder(Packing.PACKED, unitBytes, firstUnit);
    }

    @Override
    public void unit(byte[] bytes, int offset) {
        out.write(lead, 0, lead.length);
        out.write(bytes, offset, unitBytes);
        index.plain();
    }

    @Override
    public void lastingUnit(byte[] bytes, int offset) {
        out.write(lead, 0, lead.length);
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
