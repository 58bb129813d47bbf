package io.vmloom.check;

import io.vmloom.source.ByteSource;

/** Checks images of one format. */
public interface ImageChecker {
    /**
     * Looks at all metadata. Memory is bounded whatever the image's size; large images are walked more than once. Throws
     * {@link io.vmloom.error.ImageException} when not even the header can be read.
     */
    CheckReport check(ByteSource source);
}
