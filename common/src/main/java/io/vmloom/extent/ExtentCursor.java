package io.vmloom.extent;

import java.util.Optional;

/**
 * Walks the extents of an image in guest order, without gaps, up to the virtual size. Deterministic: opened again at
 * any offset it gives the same mapping of every byte. Memory is bounded whatever the image's size. Not thread-safe.
 */
public interface ExtentCursor {
    /**
     * The next extent, beginning where the last one ended, or empty at the end of the disk. When an entry makes no sense it
     * throws an {@link io.vmloom.error.ImageException}; if it is called again it goes on behind that entry, or behind all
     * those next to it that make no sense either.
     */
    Optional<Extent> next();
}
