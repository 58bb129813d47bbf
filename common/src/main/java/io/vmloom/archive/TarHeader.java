package io.vmloom.archive;

import io.vmloom.error.ImageException;
import java.io.IOException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/**
 * One header block.
 *
 * @param kind the type flag, as it stands there
 * @param lengthBytes of what follows it; never negative
 */
record TarHeader(char kind, String name, long lengthBytes, boolean sparse) {
    static final int BLOCK_BYTES = 512;

    /** Throws {@link ImageException} for a block that is no header, or whose checksum is another one. */
    static TarHeader parse(String archive, long offset, byte[] block) {
        TarArchiveEntry entry;
        try {
            entry = new TarArchiveEntry(block, ZipEncodingHelper.getZipEncoding("UTF-8"), true);
        } catch (IOException | IllegalArgumentException e) {
            throw ImageException.invalid(archive, offset, "this must be a tar header: " + e.getMessage());
        }
        if (!entry.isCheckSumOK()) {
            throw ImageException.invalid(archive, offset, "the checksum of a tar header is wrong");
        }
        if (entry.getSize() < 0) {
            throw ImageException.invalid(
                    archive, offset, "the size of a member must not be negative, got: " + entry.getSize());
        }
        return new TarHeader((char) entry.getLinkFlag(), entry.getName(), entry.getSize(), entry.isSparse());
    }

    /** Whether a block may be a header, so that it is not an error when it is not. */
    static boolean isOne(byte[] block) {
        try {
            return new TarArchiveEntry(block, ZipEncodingHelper.getZipEncoding("UTF-8"), true).isCheckSumOK();
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }
}
