package io.vmloom.check;

import io.vmloom.extent.DiskImage;
import io.vmloom.source.ByteSource;

/** Checks images of one format. */
public interface ImageChecker {
    /**
     * Looks at all metadata. Memory is bounded whatever the image's size; large images are walked more than once. Throws
     * {@link io.vmloom.error.ImageException} when not even the header can be read.
     */
    CheckReport check(ByteSource source);

    /** The same for one that was opened already, of one file, which need not be a whole disk. */
    default CheckReport checkPiece(DiskImage piece) {
        return check(piece.members().getFirst());
    }
}
