package io.vmloom.format.vhdx;

import java.nio.ByteBuffer;
import java.util.UUID;

/** Identifiers as Windows stores them: the first three fields little-endian, the last eight bytes in order. */
final class Guid {
    static final int BYTES = 16;
    static final UUID NIL = new UUID(0, 0);

    private static final int REST_AT = 8;

    private Guid() {}

    /** From a little-endian buffer. */
    static UUID read(ByteBuffer in, int at) {
        long first = Integer.toUnsignedLong(in.getInt(at));
        long second = Short.toUnsignedLong(in.getShort(at + 4));
        long third = Short.toUnsignedLong(in.getShort(at + 6));
        return new UUID(first << 32 | second << 16 | third, Long.reverseBytes(in.getLong(at + REST_AT)));
    }

    /** Into a little-endian buffer. */
    static void write(ByteBuffer out, int at, UUID guid) {
        long high = guid.getMostSignificantBits();
        out.putInt(at, (int) (high >>> 32))
                .putShort(at + 4, (short) (high >>> 16))
                .putShort(at + 6, (short) high);
        out.putLong(at + REST_AT, Long.reverseBytes(guid.getLeastSignificantBits()));
    }
}
