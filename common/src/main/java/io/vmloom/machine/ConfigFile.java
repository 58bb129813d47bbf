package io.vmloom.machine;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;

/**
 * The bytes of a configuration.
 *
 * @param name for messages
 */
public record ConfigFile(String name, byte[] bytes) {
    /** Far more than any program writes, far less than hurts. */
    public static final int MAX_BYTES = 4 << 20;

    public ConfigFile {
        if (bytes.length > MAX_BYTES) {
            throw tooLarge(name, bytes.length);
        }
    }

    /** Reads all of it; {@link ImageException} when it is too large to be a configuration. */
    public static ConfigFile of(ByteSource source) {
        if (source.sizeBytes() > MAX_BYTES) {
            throw tooLarge(source.name(), source.sizeBytes());
        }
        byte[] bytes = new byte[(int) source.sizeBytes()];
        source.read(0, ByteBuffer.wrap(bytes));
        return new ConfigFile(source.name(), bytes);
    }

    private static ImageException tooLarge(String name, long bytes) {
        return ImageException.unsafe(
                name,
                "a machine's configuration must have at most " + MAX_BYTES + " bytes, got: " + bytes,
                "no program writes such a file; is it a disk?");
    }
}
