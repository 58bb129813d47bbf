package io.vmloom.format.asif;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;

/**
 * A list of tables. There are two, written in turn; the one with the higher version counts.
 *
 * @param lengthBytes of the version and the entries that the disk needs
 */
record AsifDirectory(long offset, long version, long lengthBytes) {
    static AsifDirectory active(ByteSource source, AsifHeader header) {
        AsifDirectory first = at(source, header, 0);
        AsifDirectory second = at(source, header, 1);
        return Long.compareUnsigned(second.version, first.version) > 0 ? second : first;
    }

    private static AsifDirectory at(ByteSource source, AsifHeader header, int number) {
        long offset = header.directoryOffsets().get(number);
        long lengthBytes = (1 + header.tables()) * Long.BYTES;
        if (offset < AsifHeader.BYTES || offset > source.sizeBytes() - lengthBytes) {
            throw ImageException.invalid(
                    source.name(),
                    AsifHeader.directoryField(number),
                    "the directory of " + lengthBytes + " bytes must lie behind the header, inside the file of 0x"
                            + Long.toHexString(source.sizeBytes()) + " bytes, got: 0x" + Long.toHexString(offset));
        }
        ByteBuffer version = ByteBuffer.allocate(Long.BYTES);
        source.read(offset, version);
        return new AsifDirectory(offset, version.getLong(0), lengthBytes);
    }

    /** Where the entries begin. */
    long entriesOffset() {
        return offset + Long.BYTES;
    }
}
