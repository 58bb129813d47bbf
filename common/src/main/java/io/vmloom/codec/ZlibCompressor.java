package io.vmloom.codec;

import java.nio.ByteBuffer;
import java.util.zip.Adler32;

/** Deflate between a two-byte header and an Adler-32, as RFC 1950 has it. */
final class ZlibCompressor implements Compressor {
    /** CMF: deflate with a 32 KiB window; FLG: default level, check bits. RFC 1950 §2.2. */
    private static final byte[] HEADER = {0x78, (byte) 0x9c};

    private static final int OVERHEAD_BYTES = HEADER.length + Integer.BYTES;

    private final Compressor deflate;
    private final Adler32 adler = new Adler32();

    ZlibCompressor(Compressor deflate) {
        this.deflate = deflate;
    }

    @Override
    public int compress(byte[] source, int offset, int length, byte[] target, int targetOffset, int maxLength) {
        if (maxLength <= OVERHEAD_BYTES) {
            return DOES_NOT_FIT;
        }
        int bodyOffset = targetOffset + HEADER.length;
        int body = deflate.compress(source, offset, length, target, bodyOffset, maxLength - OVERHEAD_BYTES);
        if (body == DOES_NOT_FIT) {
            return DOES_NOT_FIT;
        }
        System.arraycopy(HEADER, 0, target, targetOffset, HEADER.length);
        adler.reset();
        adler.update(source, offset, length);
        ByteBuffer.wrap(target).putInt(bodyOffset + body, (int) adler.getValue());
        return body + OVERHEAD_BYTES;
    }

    @Override
    public String fingerprint() {
        return "zlib+" + deflate.fingerprint();
    }

    @Override
    public void close() {
        deflate.close();
    }
}
