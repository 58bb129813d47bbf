package io.vmloom.worker.convert;

import io.vmloom.fragment.EncodedFragment;
import io.vmloom.fragment.FragmentIndexBuilder;
import io.vmloom.fragment.Packing;
import io.vmloom.task.EncoderSpec;
import java.util.Arrays;

/** Units that are not zero, one after the other, each behind its lead. */
final class PlainEncoder implements FragmentEncoder, UnitAssembler.UnitSink {
    private final int unitBytes;
    private final byte[] lead;
    private final UnitAssembler units;
    private final ChunkBuffer out = new ChunkBuffer();
    private final FragmentIndexBuilder index;

    PlainEncoder(EncoderSpec.PackedPlain spec, long firstUnit) {
        this.unitBytes = spec.unitBytes();
        this.lead = new byte[spec.leadBytes()];
        Arrays.fill(lead, (byte) 0xff);
        this.units = new UnitAssembler(unitBytes, this);
        this.index = new FragmentIndexBuilder(Packing.PACKED, unitBytes, firstUnit);
    }

    @Override
    public void data(byte[] bytes, int offset, int length) {
        units.data(bytes, offset, length);
    }

    @Override
    public void zeros(long length) {
        units.zeros(length);
    }

    @Override
    public void unit(byte[] bytes, int offset) {
        out.write(lead, 0, lead.length);
        out.write(bytes, offset, unitBytes);
        index.plain();
    }

    @Override
    public void zeroUnits(long count) {
        index.zero(count);
    }

    @Override
    public EncodedFragment finish() {
        units.finish();
        return new EncodedFragment(out.content(), index.build());
    }

    @Override
    public void close() {}
}
