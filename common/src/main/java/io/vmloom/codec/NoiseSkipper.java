package io.vmloom.codec;

import java.util.Arrays;

/**
 * Does not try to shrink what looks like noise, as encrypted and well compressed bytes do: all values about as often as
 * each other. Whoever has room for a longer result gets it as ever. Trying takes longer than the compression of other
 * bytes, and all that deflate could gain is less than one percent, but for noise that repeats itself.
 */
final class NoiseSkipper implements Compressor {
    private static final String FINGERPRINT = "noise1+";
    private static final int VALUES = 256;

    /** What is no noise mostly shows in its beginning. */
    private static final int BEGINNING_BYTES = 4096;

    /** Of the sum of squares that evenly distributed values have. */
    private static final double TOLERANCE = 1.01;

    private final Compressor compressor;
    private final int[] even = new int[VALUES];
    private final int[] odd = new int[VALUES];

    /** @param compressor closed with this one */
    NoiseSkipper(Compressor compressor) {
        this.compressor = compressor;
    }

    @Override
    public int compress(byte[] source, int offset, int length, byte[] target, int targetOffset, int maxLength) {
        boolean mustShrink = maxLength < length;
        return mustShrink && isNoise(source, offset, length)
                ? DOES_NOT_FIT
                : compressor.compress(source, offset, length, target, targetOffset, maxLength);
    }

    private boolean isNoise(byte[] bytes, int offset, int length) {
        return isEven(bytes, offset, Math.min(length, BEGINNING_BYTES)) && isEven(bytes, offset, length);
    }

    /** Compares the sum of the squares of how often each value occurs with what chance makes of it. */
    private boolean isEven(byte[] bytes, int offset, int length) {
        Arrays.fill(even, 0);
        Arrays.fill(odd, 0);
        for (int i = offset; i + 1 < offset + length; i += 2) {
            even[bytes[i] & 0xff]++;
            odd[bytes[i + 1] & 0xff]++;
        }
        long squares = 0;
        for (int i = 0; i < VALUES; i++) {
            long often = even[i] + odd[i];
            squares += often * often;
        }
        double count = length;
        return squares <= TOLERANCE * (count * count / VALUES + count);
    }

    @Override
    public String fingerprint() {
        return FINGERPRINT + compressor.fingerprint();
    }

    @Override
    public void close() {
        compressor.close();
    }
}
