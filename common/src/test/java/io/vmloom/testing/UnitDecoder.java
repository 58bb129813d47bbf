package io.vmloom.testing;

import com.github.luben.zstd.ZstdInputStream;
import io.vmloom.codec.Codec;
import io.vmloom.codec.CodecException;
import io.vmloom.codec.Codecs;
import io.vmloom.extent.CompressedUnit;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.Extent;
import io.vmloom.extent.Mapping;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Expands one compressed unit with the JDK's zlib or zstd-jni, independently of the product's codecs; with those where the
 * JVM has no other.
 */
final class UnitDecoder {
    private static final int MARKER_BYTES = 12;
    private static final int SECTOR_BYTES = 512;

    private UnitDecoder() {}

    static byte[] decode(DiskImage image, Extent extent, Mapping.Compressed compressed) {
        byte[] stored = new byte[compressed.maxLengthBytes()];
        image.members().get(compressed.member()).read(compressed.host().bytes(), ByteBuffer.wrap(stored));
        ByteBuffer stream = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
        if (compressed.unit().framing() == CompressedUnit.Framing.SECTOR_MARKED) {
            long sector = (extent.start().bytes() - compressed.skipBytes()) / SECTOR_BYTES;
            if (stream.getLong(0) != sector) {
                throw new AssertionError("marker of sector " + stream.getLong(0) + " instead of " + sector);
            }
            stream = stream.slice(MARKER_BYTES, stream.getInt(8));
        }
        byte[] decoded = new byte[compressed.unit().decodedBytes()];
        try {
            switch (compressed.unit().codec()) {
                case DEFLATE, ZLIB -> inflate(stream, compressed.unit().codec(), decoded);
                case ZSTD -> expand(stream, decoded);
                case BZIP2, XZ, LZFSE, ADC ->
                    Codecs.decompressor(compressed.unit().codec())
                            .decompress(stored, 0, stored.length, decoded, 0, decoded.length);
            }
        } catch (IOException | DataFormatException | CodecException e) {
            throw new AssertionError("unit of " + extent + " does not decode", e);
        }
        return decoded;
    }

    private static void inflate(ByteBuffer stream, Codec codec, byte[] decoded) throws DataFormatException {
        try (Inflater inflater = new Inflater(codec == Codec.DEFLATE)) {
            inflater.setInput(stream);
            int length = 0;
            while (length < decoded.length) {
                int step = inflater.inflate(decoded, length, decoded.length - length);
                if (step == 0) {
                    throw new DataFormatException("stream ends after " + length + " bytes");
                }
                length += step;
            }
        }
    }

    private static void expand(ByteBuffer stream, byte[] decoded) throws IOException {
        byte[] bytes = new byte[stream.remaining()];
        stream.get(bytes);
        try (ZstdInputStream in = new ZstdInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readNBytes(decoded, 0, decoded.length) != decoded.length) {
                throw new IOException("stream ends early");
            }
        }
    }
}
