package io.vmloom.format.vmdk;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The copy of the header at the end of a stream, written once the grain directory's place is known: footer marker,
 * header, end-of-stream marker, a sector each.
 *
 * <p>"The footer takes precedence on the header when it exists" (Virtual Disk Format 5.0), but one that describes another
 * disk is refused: readers that look at one or the other would see different guests.
 */
final class Footer {
    private static final int SECTOR_BYTES = SparseHeader.SECTOR_BYTES;
    private static final int FOOTER_BYTES = 3 * SECTOR_BYTES;

    private Footer() {}

    /** The footer where there is one, else the header itself. */
    static SparseHeader effectiveHeader(ByteSource source, SparseHeader front) {
        if (!exists(source)) {
            if (front.directorySector() == SparseHeader.AT_END) {
                throw ImageException.invalid(
                        source.name(),
                        source.sizeBytes(),
                        "the header says that the grain directory is at the end, but no footer is there");
            }
            return front;
        }
        SparseHeader footer = SparseHeader.read(source, source.sizeBytes() - 2 * SECTOR_BYTES);
        if (!front.agreesWith(footer)) {
            throw ImageException.invalid(source.name(), footer.hostOffset(), "the footer contradicts the header");
        }
        if (footer.directorySector() == SparseHeader.AT_END) {
            throw ImageException.invalid(
                    source.name(), footer.hostOffset() + 56, "the footer does not say where the grain directory is");
        }
        return footer;
    }

    private static boolean exists(ByteSource source) {
        if (source.sizeBytes() < SECTOR_BYTES + FOOTER_BYTES) {
            return false;
        }
        ByteBuffer bytes = ByteBuffer.allocate(FOOTER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        source.read(source.sizeBytes() - FOOTER_BYTES, bytes);
        return Marker.isMetadata(bytes, 0, Marker.FOOTER, 1)
                && bytes.getInt(SECTOR_BYTES) == SparseHeader.MAGIC
                && Marker.isMetadata(bytes, 2 * SECTOR_BYTES, Marker.END_OF_STREAM, 0);
    }
}
