package io.vmloom.unit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Non-negative longs in groups of seven bits, least significant first; the high bit says that more follow. */
public final class Varint {
    private static final int MAX_BYTES = 9;

    private Varint() {}

    public static void write(ByteArrayOutputStream out, long value) {
        if (value < 0) {
            throw new IllegalArgumentException("varint must not be negative, got: " + value);
        }
        long rest = value;
        while (rest > 0x7f) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /** Reads one value; throws {@link IllegalArgumentException} when the bytes end early or the value passes 2^63. */
    public static long read(ByteBuffer in) {
        long value = 0;
        for (int count = 0; count < MAX_BYTES; count++) {
            if (!in.hasRemaining()) {
                throw new IllegalArgumentException("varint is cut off at byte " + in.position());
            }
            byte next = in.get();
            value |= (long) (next & 0x7f) << (7 * count);
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("varint is longer than " + MAX_BYTES + " bytes at byte " + in.position());
    }
}
