package io.vmloom.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;

/** Exactly one gzip member as {@link GzipCompressor} makes it. */
final class GzipDecompressor implements Decompressor {
    private final Decompressor deflate;
    private final CRC32 crc = new CRC32();

    GzipDecompressor(Decompressor deflate) {
        this.deflate = deflate;
    }

    @Override
    public int decompress(byte[] source, int offset, int maxLength, byte[] target, int targetOffset, int decodedLength)
            throws CodecException {
        int header = GzipMember.HEADER.length;
        int bodyLength = maxLength - header - GzipMember.TRAILER_BYTES;
        if (bodyLength < 0 || !Arrays.equals(source, offset, offset + header, GzipMember.HEADER, 0, header)) {
            throw new CodecException("gzip member has no plain header", null);
        }
        int body = deflate.decompress(source, offset + header, bodyLength, target, targetOffset, decodedLength);
        crc.reset();
        crc.update(target, targetOffset, decodedLength);
        ByteBuffer trailer = ByteBuffer.wrap(source, offset + header + bodyLength, GzipMember.TRAILER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        if (trailer.getInt() != (int) crc.getValue() || trailer.getInt() != decodedLength) {
            throw new CodecException("gzip checksum or length differs", null);
        }
        return body == bodyLength ? maxLength : UNSURE;
    }

    @Override
    public void close() {
        deflate.close();
    }
}
