package io.vmloom.format.dmg;

import java.nio.ByteBuffer;

/**
 * A checksum as it stands in trailers and tables: kind, length in bits, value.
 *
 * @param value as many bytes as it has, 4 for a CRC-32; of other kinds the first four
 */
record Checksum(int kind, int value) {
    private static final int CRC32 = 2;
    private static final int VALUE_AT = 8;

    static Checksum at(ByteBuffer bytes, int offset) {
        return new Checksum(bytes.getInt(offset), bytes.getInt(offset + VALUE_AT));
    }

    boolean isCrc32() {
        return kind == CRC32;
    }
}
