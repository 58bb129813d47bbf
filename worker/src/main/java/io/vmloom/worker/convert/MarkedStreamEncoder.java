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
import java.util.Optional;

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
    private final StreamKeeper keeper;
    private final ChunkBuffer out;
    private final FragmentIndexBuilder index;
    private final byte[] zeroUnit;
    private long unit;

    MarkedStreamEncoder(EncoderSpec.MarkedStream spec, long firstUnit, boolean decodeBack, BlockPool blocks) {
        this.out = new ChunkBuffer(blocks);
        this.unitBytes = spec.unitBytes();
        this.minimumBytes = spec.minimumBytes();
        this.compressor = new UnitCompressor(unitBytes, spec.compression(), decodeBack);
        this.storing =
                new UnitCompressor(unitBytes, new Compression(spec.compression().codec(), 0), decodeBack);
        // As much as a plan reckons with: no unit takes more than its own size and a sector.
        this.keeper = new StreamKeeper(
                spec.keepsStreams(), spec.compression().codec(), unitBytes + SECTOR_BYTES - MARKER_BYTES);
        this.index = new FragmentIndexBuilder(Packing.MARKED, unitBytes, firstUnit);
        this.zeroUnit = new byte[minimumBytes > 0 ? unitBytes : 0];
        this.unit = firstUnit;
    }

    @Override
    public void unit(byte[] bytes, int offset) {
        append(isShort() ? storing : compressor, bytes, offset);
    }

    /** What is kept was decoded just now, so that it is not decoded back. */
    @Override
    public void sourceUnit(SourceUnit unit) {
        Optional<SourceUnit.Stream> kept = isShort() ? Optional.empty() : keeper.kept(unit);
        kept.ifPresentOrElse(this::append, () -> unit(unit.bytes(), 0));
    }

    @Override
    public void zeroUnits(long count) {
        long left = count;
        while (left > 0 && isShort()) {
            append(storing, zeroUnit, 0);
            left--;
        }
        index.zero(left);
        unit += left;
    }

    @Override
    public EncodedFragment finish() {
        if (isShort()) {
            throw new InternalException(
                    "a range of " + out.lengthBytes() + " encoded bytes can not fill " + minimumBytes, null);
        }
        return new EncodedFragment(out.content(), index.build());
    }

    @Override
    public long keptUnits() {
        return keeper.keptUnits();
    }

    private boolean isShort() {
        return out.lengthBytes() < minimumBytes;
    }

    private void append(SourceUnit.Stream stream) {
        byte[] target = reserve();
        System.arraycopy(stream.bytes(), stream.offset(), target, out.position() + MARKER_BYTES, stream.lengthBytes());
        mark(target, stream.lengthBytes());
    }

    private void append(UnitCompressor with, byte[] bytes, int offset) {
        byte[] target = reserve();
        int position = out.position();
        int length = with.compress(bytes, offset, target, position + MARKER_BYTES, unitBytes + SLACK_BYTES);
        if (length == Compressor.DOES_NOT_FIT) {
            throw new InternalException("a stored unit takes more than " + SLACK_BYTES + " bytes of framing", null);
        }
        mark(target, length);
    }

    private byte[] reserve() {
        return out.reserve(MARKER_BYTES + unitBytes + SLACK_BYTES + SECTOR_BYTES);
    }

    /** Writes the marker in front of a stream of this length, and the padding behind it. */
    private void mark(byte[] target, int length) {
        int position = out.position();
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
