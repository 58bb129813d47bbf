package io.vmloom.format.vhdx;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The file with its log replayed.
 *
 * @param endOffset how long the file is then; zeros follow what it has now
 */
record PatchedFile(ByteSource source, Overlay overlay, long endOffset) {
    String name() {
        return source.name();
    }

    /** A little-endian copy of bytes that lie before the end. */
    ByteBuffer read(long offset, int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        int inFile = (int) Math.clamp(source.sizeBytes() - offset, 0, lengthBytes);
        if (inFile > 0) {
            source.read(offset, ByteBuffer.wrap(bytes, 0, inFile));
        }
        overlay.apply(offset, bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    void require(long offset, boolean condition, String rule) {
        if (!condition) {
            throw ImageException.invalid(name(), offset, rule);
        }
    }
}
