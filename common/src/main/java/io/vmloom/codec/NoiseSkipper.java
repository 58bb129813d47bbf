package io.vmloom.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Does not try to shrink what looks like noise, as encrypted and well compressed bytes do: all values about as often as
 * each other, and no part of it twice. Whoever has room for a longer result gets it stored. Trying takes longer than the
 * compression of other bytes, and all that deflate could gain is less than one percent.
 */
final class NoiseSkipper implements Compressor {
    private static final String FINGERPRINT = "noise2+";
    private static final int VALUES = 256;

    /** What is no noise mostly shows in its beginning; and less than this tells nothing. */
    private static final int BEGINNING_BYTES = 4096;

    /** Of the sum of squares that evenly distributed values have. */
    private static final double TOLERANCE = 1.01;

    /** An odd number with bits everywhere, as multiplicative hashing wants it: 2^64 by the golden ratio. */
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    /** Of all places one in so many is remembered by what stands there, wherever it comes again. */
    private static final int REMEMBERED_BITS = 6;

    private static final int SLOT_BITS = 12;

    /** About five hundred bytes that have been there before. */
    private static final int MOST_REPEATED = 8;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final Compressor compressor;
    private final Compressor storing;
    private final long[] remembered = new long[1 << SLOT_BITS];
    private final int[] even = new int[VALUES];
    private final int[] odd = new int[VALUES];

    /**
     * Both are closed with this one.
     *
     * @param compressor for all that is not noise
     * @param storing for noise where there is room for it; the same codec
     */
    NoiseSkipper(Compressor compressor, Compressor storing) {
        this.compressor = compressor;
        this.storing = storing;
    }

    @Override
    public int compress(byte[] source, int offset, int length, byte[] target, int targetOffset, int maxLength) {
        if (!isNoise(source, offset, length)) {
            return compressor.compress(source, offset, length, target, targetOffset, maxLength);
        }
        return maxLength < length
                ? DOES_NOT_FIT
                : storing.compress(source, offset, length, target, targetOffset, maxLength);
    }

    private boolean isNoise(byte[] bytes, int offset, int length) {
        return length >= BEGINNING_BYTES
                && isEven(bytes, offset, BEGINNING_BYTES)
                && isEven(bytes, offset, length)
                && !repeats(bytes, offset, length);
    }

    /** Whether words that are remembered for what they are, and not for where they stand, come again. */
    private boolean repeats(byte[] bytes, int offset, int length) {
        Arrays.fill(remembered, 0);
        int repeated = 0;
        for (int i = offset; i <= offset + length - Long.BYTES && repeated < MOST_REPEATED; i++) {
            long word = (long) WORD.get(bytes, i);
            long hash = word * SPREAD;
            if (hash >>> (Long.SIZE - REMEMBERED_BITS) == 0) {
                int slot = (int) (hash >>> (Long.SIZE - REMEMBERED_BITS - SLOT_BITS));
                repeated += remembered[slot] == word ? 1 : 0;
                remembered[slot] = word;
            }
        }
        return repeated == MOST_REPEATED;
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
        storing.close();
        compressor.close();
    }
}
