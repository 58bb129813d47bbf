package io.vmloom.worker.convert;

import io.vmloom.codec.Compressor;
import io.vmloom.fragment.EncodedFragment;
import io.vmloom.fragment.FragmentIndexBuilder;
import io.vmloom.fragment.Packing;
import io.vmloom.store.Content;
import io.vmloom.task.EncoderSpec;
import io.vmloom.unit.Alignment;

/** Plain units first, compressed ones behind them without alignment, zeros up to a whole unit. */
final class PackedEncoder implements UnitEncoder {
    private final int unitBytes;
    private final UnitCompressor compressor;
    private final StreamKeeper keeper;
    private final ChunkBuffer plain;
    private final ChunkBuffer packed;
    private final FragmentIndexBuilder index;

    PackedEncoder(EncoderSpec.PackedCompressed spec, long firstUnit, boolean decodeBack, BlockPool blocks) {
        this.plain = new ChunkBuffer(blocks);
        this.packed = new ChunkBuffer(blocks);
        this.unitBytes = spec.unitBytes();
        this.compressor = new UnitCompressor(unitBytes, spec.compression(), decodeBack);
        this.keeper = new StreamKeeper(spec.keepsStreams(), spec.compression().codec(), unitBytes - 1);
        this.index = new FragmentIndexBuilder(Packing.PACKED, unitBytes, firstUnit);
    }

    @Override
    public void unit(byte[] bytes, int offset) {
        if (!compressed(bytes, offset)) {
            plain.write(bytes, offset, unitBytes);
            index.plain();
        }
    }

    @Override
    public boolean lastingUnit(byte[] bytes, int offset) {
        if (compressed(bytes, offset)) {
            return false;
        }
        plain.append(bytes, offset, unitBytes);
        index.plain();
        return true;
    }

    /** What is kept was decoded just now, so that it is not decoded back. */
    @Override
    public void sourceUnit(SourceUnit unit) {
        keeper.kept(unit)
                .ifPresentOrElse(
                        stream -> {
                            packed.write(stream.bytes(), stream.offset(), stream.lengthBytes());
                            index.compressed(stream.lengthBytes());
                        },
                        () -> unit(unit.bytes(), 0));
    }

    @Override
    public void zeroUnits(long count) {
        index.zero(count);
    }

    @Override
    public EncodedFragment finish() {
        long length = packed.lengthBytes();
        packed.zeros(Alignment.up(length, unitBytes) - length);
        Content content = plain.content().then(packed.content());
        return new EncodedFragment(content, index.build());
    }

    @Override
    public long keptUnits() {
        return keeper.keptUnits();
    }

    private boolean compressed(byte[] bytes, int offset) {
        byte[] target = packed.reserve(unitBytes);
        int length = compressor.compress(bytes, offset, target, packed.position(), unitBytes - 1);
        if (length == Compressor.DOES_NOT_FIT) {
            return false;
        }
        packed.commit(length);
        index.compressed(length);
        return true;
    }

    @Override
    public void close() {
        compressor.close();
    }
}
