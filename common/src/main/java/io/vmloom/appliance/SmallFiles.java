package io.vmloom.appliance;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;

/** Files that are read as a whole. */
final class SmallFiles {
    private SmallFiles() {}

    /** Throws {@link ImageException} for a file that is too large to be what it is called. */
    static byte[] bytes(ByteSource source, int maxBytes, String what) {
        if (source.sizeBytes() > maxBytes) {
            throw ImageException.unsafe(
                    source.name(),
                    what + " must have at most " + maxBytes + " bytes, got: " + source.sizeBytes(),
                    "no program writes such a file");
        }
        byte[] bytes = new byte[(int) source.sizeBytes()];
        source.read(0, ByteBuffer.wrap(bytes));
        return bytes;
    }
}
