package io.vmloom.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The header of a zstd frame, RFC 8878 §3.1.1.1. */
final class ZstdFrame {
    private static final int MAGIC = 0xFD2FB528;
    private static final int DESCRIPTOR_AT = Integer.BYTES;
    private static final int RESERVED_BITS = 0x18;
    private static final int SINGLE_SEGMENT = 0x20;
    private static final int DICTIONARY_BITS = 0x03;

    private static final int LONGEST_HEADER_BYTES = DESCRIPTOR_AT + 2 + Long.BYTES;

    /** What every decoder is asked to support: 8 MiB, as exponent above 1 KiB in the upper five bits. */
    private static final int LARGEST_WINDOW = 13 << 3;

    /** What a length of two bytes leaves out. */
    private static final int SHORT_LENGTH_BASE = 256;

    private ZstdFrame() {}

    /** Whether it says that it has so many bytes, and asks a decoder for no dictionary and no large window. */
    static boolean isUsual(byte[] source, int offset, int lengthBytes, int decodedLength) {
        // A valid frame has the whole of its header, which may be shorter than this.
        ByteBuffer header = ByteBuffer.allocate(LONGEST_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put(0, source, offset, Math.min(lengthBytes, LONGEST_HEADER_BYTES));
        int descriptor = header.get(DESCRIPTOR_AT) & 0xff;
        boolean plain = header.getInt(0) == MAGIC && (descriptor & (RESERVED_BITS | DICTIONARY_BITS)) == 0;
        boolean single = (descriptor & SINGLE_SEGMENT) != 0;
        int next = DESCRIPTOR_AT + 1;
        if (!plain || (!single && (header.get(next) & 0xff) > LARGEST_WINDOW)) {
            return false;
        }
        int lengthAt = single ? next : next + 1;
        long contentBytes = switch (descriptor >> 6) {
            case 0 -> single ? header.get(lengthAt) & 0xff : -1;
            case 1 -> (header.getShort(lengthAt) & 0xffff) + SHORT_LENGTH_BASE;
            case 2 -> header.getInt(lengthAt) & 0xffff_ffffL;
            default -> header.getLong(lengthAt);
        };
        return contentBytes == decodedLength;
    }
}
