package io.vmloom.format.vhdx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** CRC-32C of a structure whose own checksum field, four bytes behind its signature, counts as zero. */
final class Checksum {
    static final int AT = 4;

    private static final byte[] ZEROS = new byte[Integer.BYTES];

    private Checksum() {}

    static int of(ByteBuffer structure) {
        CRC32C crc = new CRC32C();
        crc.update(structure.slice(0, AT));
        crc.update(ZEROS);
        int behind = AT + Integer.BYTES;
        crc.update(structure.slice(behind, structure.capacity() - behind));
        return (int) crc.getValue();
    }

    /** Whether the checksum that stands in the structure is right. */
    static boolean holds(ByteBuffer structure) {
        return structure.order(ByteOrder.LITTLE_ENDIAN).getInt(AT) == of(structure);
    }

    /** Enters the checksum of everything else. */
    static byte[] sealed(ByteBuffer structure) {
        structure.order(ByteOrder.LITTLE_ENDIAN).putInt(AT, of(structure));
        return structure.array();
    }
}
