package io.vmloom.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Bytes between streams of a compressed file that hold nothing. */
public final class WrapperPadding {
    /** RFC 8878 §3.1.2. */
    private static final int ZSTD_SKIPPABLE_MAGIC = 0x184D2A50;

    private static final int ZSTD_FRAME_HEADER_BYTES = 8;

    /** RFC 1952 §2.3.1: the header tells the length of an extra field. */
    private static final byte GZIP_EXTRA = 4;

    private static final int GZIP_FLAGS_AT = 3;

    /** A final deflate block of fixed codes with nothing in it. */
    private static final byte[] NO_DEFLATE = {3, 0};

    /** An extra field has one subfield here, of two letters and a length. */
    private static final int GZIP_SUBFIELD_HEADER_BYTES = 4;

    private static final int GZIP_LEAST_BYTES = GzipMember.HEADER.length
            + Short.BYTES
            + GZIP_SUBFIELD_HEADER_BYTES
            + NO_DEFLATE.length
            + GzipMember.TRAILER_BYTES;

    private static final int GZIP_MOST_BYTES = GZIP_LEAST_BYTES + 0xffff - GZIP_SUBFIELD_HEADER_BYTES;

    private WrapperPadding() {}

    /** At least so many bytes, and at most few more. */
    public static byte[] of(Wrapper wrapper, int leastBytes) {
        return switch (wrapper) {
            case GZIP -> gzip(leastBytes);
            case XZ -> new byte[Math.ceilDiv(leastBytes, Integer.BYTES) * Integer.BYTES];
            case ZSTD -> zstd(Math.max(leastBytes, ZSTD_FRAME_HEADER_BYTES));
            case BZIP2 -> throw new IllegalArgumentException("bzip2 files are only read");
        };
    }

    private static byte[] zstd(int lengthBytes) {
        byte[] frame = new byte[lengthBytes];
        ByteBuffer.wrap(frame)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(ZSTD_SKIPPABLE_MAGIC)
                .putInt(lengthBytes - ZSTD_FRAME_HEADER_BYTES);
        return frame;
    }

    /** Members that hold nothing but a long header. */
    private static byte[] gzip(int leastBytes) {
        int members = Math.ceilDiv(leastBytes, GZIP_MOST_BYTES);
        int memberBytes = Math.max(GZIP_LEAST_BYTES, Math.ceilDiv(leastBytes, Math.max(1, members)));
        ByteBuffer padding = ByteBuffer.allocate(members * memberBytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int member = 0; member < members; member++) {
            int start = padding.position();
            int extraBytes = memberBytes - GZIP_LEAST_BYTES + GZIP_SUBFIELD_HEADER_BYTES;
            padding.put(GzipMember.HEADER).put(start + GZIP_FLAGS_AT, GZIP_EXTRA);
            padding.putShort((short) extraBytes).put((byte) 'V').put((byte) 'M');
            padding.putShort((short) (extraBytes - GZIP_SUBFIELD_HEADER_BYTES));
            padding.position(start + memberBytes - GzipMember.TRAILER_BYTES - NO_DEFLATE.length);
            padding.put(NO_DEFLATE).position(start + memberBytes);
        }
        return padding.array();
    }
}
