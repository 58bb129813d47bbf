package io.vmloom.loadtest.micro;

import io.vmloom.codec.Codec;
import io.vmloom.codec.CodecException;
import io.vmloom.codec.Codecs;
import io.vmloom.codec.Compression;
import io.vmloom.codec.Compressor;
import io.vmloom.codec.Decompressor;

/** The sample's units, to be compressed and expanded as a worker does. Not thread-safe. */
final class PackedSample {
    private static final int UNIT = DiskBytes.UNIT_BYTES;
    private static final int UNITS = DiskBytes.SAMPLE_BYTES / UNIT;

    private final byte[] plain = DiskBytes.sample();
    private final byte[] packed = new byte[DiskBytes.SAMPLE_BYTES];
    private final int[] packedBytes = new int[UNITS];
    private final byte[] target = new byte[UNIT];
    private final Compressor compressor;
    private final Decompressor decompressor;

    PackedSample(Compression compression) {
        Codec codec = compression.codec();
        compressor = Codecs.compressor(compression);
        decompressor = Codecs.decompressor(codec);
        for (int unit = 0; unit < UNITS; unit++) {
            packedBytes[unit] = compressor.compress(plain, unit * UNIT, UNIT, packed, unit * UNIT, UNIT);
            if (packedBytes[unit] == Compressor.DOES_NOT_FIT) {
                throw new IllegalStateException("unit " + unit + " of the sample must shrink by " + codec);
            }
        }
    }

    int compress() {
        int length = 0;
        for (int unit = 0; unit < UNITS; unit++) {
            length += compressor.compress(plain, unit * UNIT, UNIT, target, 0, UNIT);
        }
        return length;
    }

    byte[] expand() throws CodecException {
        for (int unit = 0; unit < UNITS; unit++) {
            decompressor.decompress(packed, unit * UNIT, packedBytes[unit], target, 0, UNIT);
        }
        return target;
    }
}
