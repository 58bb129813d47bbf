package io.vmloom.cipher.luks;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The place of a header in a file.
 *
 * @param offset where it begins
 * @param lengthBytes what may belong to it, payload included; inside the file
 */
record HeaderBytes(ByteSource source, long offset, long lengthBytes) {
    /** Reads a structure; {@link ImageException} when it ends outside. */
    ByteBuffer read(long at, int length, String what) {
        if (at < 0 || at > lengthBytes - length) {
            throw invalid(
                    at,
                    what + " of " + length + " bytes must lie inside the 0x" + Long.toHexString(lengthBytes)
                            + " bytes there are");
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        source.read(offset + at, bytes);
        return bytes.flip();
    }

    ImageException invalid(long at, String reason) {
        return ImageException.invalid(source.name(), offset + at, "LUKS: " + reason);
    }

    ImageException unsupported(String reason, String advice) {
        return ImageException.unsupported(source.name(), reason, advice);
    }

    /** Text that zeros fill up to a length; what is not printable becomes {@code ?}. */
    static String text(ByteBuffer in, int at, int length) {
        byte[] raw = new byte[length];
        in.get(at, raw);
        int end = 0;
        while (end < length && raw[end] != 0) {
            end++;
        }
        return new String(raw, 0, end, StandardCharsets.US_ASCII).replaceAll("[^ -~]", "?");
    }
}
