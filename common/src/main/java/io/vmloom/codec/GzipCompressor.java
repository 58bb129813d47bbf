package io.vmloom.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/** One gzip member, RFC 1952 §2.3, that tells neither name nor time. */
final class GzipCompressor implements Compressor {
    private static final int OVERHEAD_BYTES = GzipMember.HEADER.length + GzipMember.TRAILER_BYTES;

    private final Compressor deflate;
    private final CRC32 crc = new CRC32();

    GzipCompressor(Compressor deflate) {
        this.deflate = deflate;
    }

    @Override
    public int compress(byte[] source, int offset, int length, byte[] target, int targetOffset, int maxLength) {
        if (maxLength <= OVERHEAD_BYTES) {
            return DOES_NOT_FIT;
        }
        int bodyOffset = targetOffset + GzipMember.HEADER.length;
        int body = deflate.compress(source, offset, length, target, bodyOffset, maxLength - OVERHEAD_BYTES);
        if (body == DOES_NOT_FIT) {
            return DOES_NOT_FIT;
        }
        System.arraycopy(GzipMember.HEADER, 0, target, targetOffset, GzipMember.HEADER.length);
        crc.reset();
        crc.update(source, offset, length);
        ByteBuffer.wrap(target)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(bodyOffset + body, (int) crc.getValue())
                .putInt(bodyOffset + body + Integer.BYTES, length);
        return body + OVERHEAD_BYTES;
    }

    @Override
    public String fingerprint() {
        return "gzip+" + deflate.fingerprint();
    }

    @Override
    public void close() {
        deflate.close();
    }
}
