package io.vmloom.machine.ovf;

import java.util.OptionalLong;

/**
 * A file of the package.
 *
 * @param href where it is: relative to the descriptor, opaque, opened by nobody here
 * @param sizeBytes as it is stored
 * @param chunkBytes of the pieces that it is cut into, if it is
 */
public record OvfFile(
        String id, String href, OptionalLong sizeBytes, Compression compression, OptionalLong chunkBytes) {
    /** How it is stored. */
    public enum Compression {
        NONE,
        GZIP,
        OTHER
    }
}
