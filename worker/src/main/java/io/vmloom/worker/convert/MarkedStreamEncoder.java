package io.vmloom.worker.convert;

import io.vmloom.codec.Compression;
import io.vmloom.codec.Compressor;
import io.vmloom.error.InternalException;
import io.vmloom.fragment.EncodedFragment;
import io.vmloom.fragment.FragmentIndex;
import io.vmloom.fragment.FragmentIndexBuilder;
import io.vmloom.fragment.Packing;
import io.vmloom.task.EncoderSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Compressed units in guest order, each behind its marker and padded to a sector.
 *
 * <p>A fragment that must have a minimum length is made of stored units, zero ones among them, until it is long enough;
 * from there on it is encoded as always.
 */
final class MarkedStreamEncoder implements UnitEncoder {
    private static final int MARKER_BYTES = 12;
    private static final int SECTOR_BYTES = 512;
    /** Room beyond a unit for what does not shrink: zlib's wrapper and the headers of stored blocks. */
    private static final int SLACK_BYTES = 1024;

    private final int unitBytes;
    private final long minimumBytes;
    private final UnitCompressor compressor;
    private final UnitCompressor storing;
    private final ChunkBuffer out = new ChunkBuffer();
    private final FragmentIndexBuilder index;
    private final byte[] zeroUnit;
    private long unit;

    MarkedStreamEncoder(EncoderSpec.MarkedStream spec, long firstUnit, boolean decodeBack) {
        this.unitBytes = spec.unitBytes();
        this.minimumBytes = spec.minimumBytes();
        this.compressor = new UnitCompressor(unitBytes, spec.compression(), decodeBack);
        this.storing =
                new UnitCompressor(unitBytes, new Compression(spec.compression().codec(), 0), decodeBack);
        this.index = new FragmentIndexBuilder(Packing.MARKED, unitBytes, firstUnit);
        this.zeroUnit = new byte[minimumBytes > 0 ? unitBytes : 0];
        this.unit = firstUnit;
    }

    @Override
    public void unit(byte[] bytes, int offset) {
        append(out.lengthBytes() < minimumBytes ? storing : compressor, bytes, offset);
    }

    @Override
    public void zeroUnits(long count) {
        long left = count;
        while (left > 0 && out.lengthBytes() < minimumBytes) {
            append(storing, zeroUnit, 0);
            left--;
        }
        index.zero(left);
        unit += left;
    }

    @Override
    public EncodedFragment finish() {
        if (out.lengthBytes() < minimumBytes) {
            throw new InternalException(
                    "a range of " + out.lengthBytes() + " encoded bytes can not fill " + minimumBytes, null);
        }
        return new EncodedFragment(out.content(), index.build());
    }

    private void append(UnitCompressor with, byte[] bytes, int offset) {
        byte[] target = out.reserve(MARKER_BYTES + unitBytes + SLACK_BYTES + SECTOR_BYTES);
        int position = out.position();
        int length = with.compress(bytes, offset, target, position + MARKER_BYTES, unitBytes + SLACK_BYTES);
        if (length == Compressor.DOES_NOT_FIT) {
            throw new InternalException("a stored unit takes more than " + SLACK_BYTES + " bytes of framing", null);
        }
        ByteBuffer.wrap(target)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(position, unit * (unitBytes / SECTOR_BYTES))
                .putInt(position + Long.BYTES, length);
        int stored = (int) FragmentIndex.storedBytes(Packing.MARKED, length);
        Arrays.fill(target, position + MARKER_BYTES + length, position + stored, (byte) 0);
        out.commit(stored);
        index.compressed(length);
        unit++;
    }

    @Override
    public void close() {
        compressor.close();
        storing.close();
    }
}
