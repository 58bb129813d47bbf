package io.vmloom.loadtest.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SplitMix64: fast, and the same everywhere for the same seed. Not thread-safe.
 *
 * @see <a href="https://dl.acm.org/doi/10.1145/2660193.2660195">Steele, Lea, Flood: Fast splittable pseudorandom number
 *     generators</a>
 */
final class SeededBytes {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private long state;

    SeededBytes(long seed) {
        state = seed;
    }

    long nextLong() {
        state += 0x9e3779b97f4a7c15L;
        long mixed = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    /** From 0 up to, but without, the bound. */
    int below(int bound) {
        return (int) Math.unsignedMultiplyHigh(nextLong(), bound);
    }

    void fill(byte[] bytes, int offset, int length) {
        int position = offset;
        for (; position <= offset + length - Long.BYTES; position += Long.BYTES) {
            LONGS.set(bytes, position, nextLong());
        }
        for (long rest = nextLong(); position < offset + length; position++, rest >>>= 8) {
            bytes[position] = (byte) rest;
        }
    }
}
