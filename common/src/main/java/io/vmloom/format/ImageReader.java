package io.vmloom.format;

import io.vmloom.extent.DiskImage;
import io.vmloom.source.ByteSource;

/** Opens images of one format. */
public interface ImageReader {
    /**
     * Checks the header and the tables' bounds, within memory caps, and gives the image's extents. Throws
     * {@link io.vmloom.error.ImageException}. Never opens another file.
     */
    DiskImage open(ByteSource source, OpenOptions options);
}
