package io.vmloom.worker.convert;

import io.vmloom.codec.Compressor;
import io.vmloom.codec.WrapperPadding;
import io.vmloom.error.InternalException;
import io.vmloom.fragment.EncodedFragment;
import io.vmloom.fragment.FragmentIndexBuilder;
import io.vmloom.fragment.Packing;
import io.vmloom.task.EncoderSpec;
import java.util.Arrays;

/**
 * Guest bytes in order, each unit a stream of a compressed file that can be read on its own, zeros too. A fragment that
 * must have a minimum length ends with padding.
 */
final class StreamsEncoder implements FragmentEncoder {
    private final EncoderSpec.Streams spec;
    private final UnitCompressor compressor;
    private final FragmentIndexBuilder index;
    private final ChunkBuffer out;
    private final byte[] unit;
    private final byte[] stream;
    private int filled;
    private byte[] zeroStream = new byte[0];

    StreamsEncoder(EncoderSpec.Streams spec, long firstUnit, boolean decodeBack, BlockPool blocks) {
        this.out = new ChunkBuffer(blocks);
        this.spec = spec;
        this.compressor = new UnitCompressor(spec.unitBytes(), spec.compression(), decodeBack);
        this.index = new FragmentIndexBuilder(Packing.PACKED, spec.unitBytes(), firstUnit);
        this.unit = new byte[spec.unitBytes()];
        this.stream = new byte[spec.unitBytes() + EncoderSpec.Streams.slackBytes(spec.unitBytes())];
    }

    @Override
    public void data(byte[] bytes, int offset, int length) {
        int done = 0;
        while (done < length) {
            int count = Math.min(length - done, unit.length - filled);
            System.arraycopy(bytes, offset + done, unit, filled, count);
            advance(count);
            done += count;
        }
    }

    @Override
    public void zeros(long length) {
        long left = length;
        while (left > 0) {
            if (filled == 0 && left >= unit.length) {
                zeroUnit();
                left -= unit.length;
                continue;
            }
            int count = (int) Math.min(left, unit.length - filled);
            Arrays.fill(unit, filled, filled + count, (byte) 0);
            advance(count);
            left -= count;
        }
    }

    @Override
    public EncodedFragment finish() {
        if (filled > 0) {
            append(stream, compress(filled));
        }
        long missing = spec.minimumBytes() - out.lengthBytes();
        if (missing > 0) {
            byte[] padding = WrapperPadding.of(spec.wrapper(), Math.toIntExact(missing));
            out.append(padding, 0, padding.length);
        }
        return new EncodedFragment(out.content(), index.build());
    }

    private void advance(int count) {
        filled += count;
        if (filled == unit.length) {
            append(stream, compress(filled));
            filled = 0;
        }
    }

    /** All units of zeros are the same stream. */
    private void zeroUnit() {
        if (zeroStream.length == 0) {
            Arrays.fill(unit, (byte) 0);
            zeroStream = Arrays.copyOf(stream, compress(unit.length));
        }
        append(zeroStream, zeroStream.length);
    }

    private void append(byte[] bytes, int length) {
        out.write(bytes, 0, length);
        index.compressed(length);
    }

    /** The unit's first bytes as {@link #stream}, and how long that is. */
    private int compress(int length) {
        int streamBytes = compressor.compress(unit, 0, length, stream, 0, stream.length);
        if (streamBytes == Compressor.DOES_NOT_FIT) {
            throw new InternalException("a stream of " + length + " bytes takes more than " + stream.length, null);
        }
        return streamBytes;
    }

    @Override
    public void close() {
        compressor.close();
    }
}
