package io.vmloom.codec;

/** What stands around the deflate stream of a gzip member, RFC 1952 §2.3. */
final class GzipMember {
    private static final byte DEFLATE = 8;
    private static final byte UNKNOWN_SYSTEM = (byte) 255;

    /** Without flags, name and time. */
    static final byte[] HEADER = {0x1f, (byte) 0x8b, DEFLATE, 0, 0, 0, 0, 0, 0, UNKNOWN_SYSTEM};

    /** CRC-32 and length of what is compressed. */
    static final int TRAILER_BYTES = 2 * Integer.BYTES;

    private GzipMember() {}
}
