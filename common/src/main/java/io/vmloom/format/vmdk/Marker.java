package io.vmloom.format.vmdk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The sector in front of a piece of metadata in a stream: its length in sectors (u64), 0 (u32), its kind (u32), zeros.
 * A grain's marker has the guest sector and the compressed length there instead, and no kind.
 */
final class Marker {
    static final int END_OF_STREAM = 0;
    static final int GRAIN_TABLE = 1;
    static final int GRAIN_DIRECTORY = 2;
    static final int FOOTER = 3;

    /** Guest sector and length in front of a grain's compressed bytes. */
    static final int GRAIN_HEADER_BYTES = 12;

    private Marker() {}

    static boolean isMetadata(ByteBuffer bytes, int offset, int kind, long sectors) {
        return bytes.getLong(offset) == sectors && bytes.getInt(offset + 8) == 0 && bytes.getInt(offset + 12) == kind;
    }

    /** A whole sector. */
    static byte[] metadata(int kind, long sectors) {
        ByteBuffer bytes = ByteBuffer.allocate(SparseHeader.SECTOR_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return bytes.putLong(0, sectors).putInt(12, kind).array();
    }
}
