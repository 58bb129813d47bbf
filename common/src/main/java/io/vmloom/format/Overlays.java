package io.vmloom.format;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;

/** Images that hold only what changed against another file. */
public final class Overlays {
    private static final int MAX_NAME_BYTES = 1023;

    private Overlays() {}

    /**
     * Reads the name for the message.
     *
     * @param fieldOffset where the header says where the name stands
     */
    public static ImageException refused(ByteSource source, long fieldOffset, long nameOffset, long nameBytes) {
        if (nameBytes > MAX_NAME_BYTES || nameOffset < 0 || nameOffset > source.sizeBytes() - nameBytes) {
            return ImageException.invalid(
                    source.name(),
                    fieldOffset,
                    "the backing file's name must have at most " + MAX_NAME_BYTES + " bytes inside the file, got: "
                            + nameBytes + " bytes at 0x" + Long.toHexString(nameOffset));
        }
        byte[] name = new byte[(int) nameBytes];
        source.read(nameOffset, ByteBuffer.wrap(name));
        return refused(source.name(), PrintableText.of(name));
    }

    /** An image must not choose the files that are read. */
    public static ImageException refused(String file, String backingName) {
        return ImageException.unsafe(
                file,
                "it has a backing file '" + backingName + "' and vmloom converts single images",
                "flatten it first with qemu-img convert or rebase");
    }
}
