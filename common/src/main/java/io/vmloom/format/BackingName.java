package io.vmloom.format;

import io.vmloom.error.ImageException;
import io.vmloom.extent.Parent;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;

/** The name of a backing file as the formats of QEMU have it: somewhere in the file, in a length that the header says. */
public final class BackingName {
    /** QEMU's own limit for all its formats. */
    public static final int MAX_BYTES = 1023;

    private BackingName() {}

    /**
     * Reads the name.
     *
     * @param fieldOffset where the header says where the name stands, for messages
     * @param format as the image has it, or empty
     */
    public static Parent read(ByteSource source, long fieldOffset, long nameOffset, long nameBytes, String format) {
        if (nameBytes < 1 || nameBytes > MAX_BYTES || nameOffset < 0 || nameOffset > source.sizeBytes() - nameBytes) {
            throw ImageException.invalid(
                    source.name(),
                    fieldOffset,
                    "the backing file's name must have 1 to " + MAX_BYTES + " bytes inside the file, got: "
                            + Long.toUnsignedString(nameBytes) + " bytes at 0x" + Long.toHexString(nameOffset));
        }
        byte[] name = new byte[(int) nameBytes];
        source.read(nameOffset, ByteBuffer.wrap(name));
        return new Parent.Named(PrintableText.of(name), format);
    }
}
