package io.vmloom.codec;

import java.nio.ByteBuffer;
import java.util.zip.Adler32;

/** An RFC 1950 stream whose length is exact: header, deflate, Adler-32. */
final class ZlibDecompressor implements Decompressor {
    private static final int HEADER_BYTES = 2;
    private static final int METHOD_DEFLATE = 8;
    private static final int PRESET_DICTIONARY = 0x20;
    private static final int CHECK_MODULUS = 31;

    /** CMF: deflate with a window of 32 KiB, with which a decoder of any stream goes. */
    private static final int USUAL_METHOD = 0x78;

    private final Decompressor deflate;
    private final Adler32 adler = new Adler32();

    ZlibDecompressor(Decompressor deflate) {
        this.deflate = deflate;
    }

    @Override
    public int decompress(byte[] source, int offset, int maxLength, byte[] target, int targetOffset, int decodedLength)
            throws CodecException {
        if (maxLength < HEADER_BYTES + Integer.BYTES) {
            throw new CodecException("zlib stream has only " + maxLength + " bytes", null);
        }
        int header = ByteBuffer.wrap(source).getShort(offset) & 0xffff;
        if (((header >> 8) & 0xf) != METHOD_DEFLATE
                || header % CHECK_MODULUS != 0
                || (header & PRESET_DICTIONARY) != 0) {
            throw new CodecException("zlib header 0x" + Integer.toHexString(header) + " is not valid", null);
        }
        int bodyLength = maxLength - HEADER_BYTES - Integer.BYTES;
        int body = deflate.decompress(source, offset + HEADER_BYTES, bodyLength, target, targetOffset, decodedLength);
        adler.reset();
        adler.update(target, targetOffset, decodedLength);
        int expected = ByteBuffer.wrap(source).getInt(offset + maxLength - Integer.BYTES);
        if ((int) adler.getValue() != expected) {
            throw new CodecException(
                    "zlib checksum differs: stored 0x" + Integer.toHexString(expected) + ", computed 0x"
                            + Long.toHexString(adler.getValue()),
                    null);
        }
        return body == bodyLength && header >> 8 == USUAL_METHOD ? maxLength : UNSURE;
    }

    @Override
    public void close() {
        deflate.close();
    }
}
