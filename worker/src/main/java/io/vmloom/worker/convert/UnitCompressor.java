package io.vmloom.worker.convert;

import io.vmloom.codec.CodecException;
import io.vmloom.codec.Codecs;
import io.vmloom.codec.Compression;
import io.vmloom.codec.Compressor;
import io.vmloom.codec.Decompressor;
import io.vmloom.error.InternalException;
import java.util.Arrays;

/** Compresses units and, when asked, proves each by decoding it back. Not thread-safe. */
final class UnitCompressor implements AutoCloseable {
    private final int unitBytes;
    private final boolean decodeBack;
    private final Compressor compressor;
    private final Decompressor decompressor;
    private final byte[] decoded;

    UnitCompressor(int unitBytes, Compression compression, boolean decodeBack) {
        this.unitBytes = unitBytes;
        this.decodeBack = decodeBack;
        this.compressor = Codecs.compressor(compression);
        this.decompressor = Codecs.decompressor(compression.codec());
        this.decoded = new byte[decodeBack ? unitBytes : 0];
    }

    /** The compressed length, or {@link Compressor#DOES_NOT_FIT}. */
    int compress(byte[] unit, int offset, byte[] target, int targetOffset, int maxLength) {
        return compress(unit, offset, unitBytes, target, targetOffset, maxLength);
    }

    /** The same for a unit that is shorter than the others. */
    int compress(byte[] unit, int offset, int usedBytes, byte[] target, int targetOffset, int maxLength) {
        int length = compressor.compress(unit, offset, usedBytes, target, targetOffset, maxLength);
        if (length != Compressor.DOES_NOT_FIT && decodeBack) {
            check(unit, offset, usedBytes, target, targetOffset, length);
        }
        return length;
    }

    private void check(byte[] unit, int offset, int usedBytes, byte[] compressed, int compressedOffset, int length) {
        try {
            decompressor.decompress(compressed, compressedOffset, length, decoded, 0, usedBytes);
        } catch (CodecException e) {
            throw new InternalException("a compressed unit can not be read back: " + e.getMessage(), e);
        }
        if (!Arrays.equals(unit, offset, offset + usedBytes, decoded, 0, usedBytes)) {
            throw new InternalException("a compressed unit reads back differently", null);
        }
    }

    @Override
    public void close() {
        compressor.close();
        decompressor.close();
    }
}
