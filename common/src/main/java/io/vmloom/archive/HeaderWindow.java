package io.vmloom.archive;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Reads the blocks between members by few requests: what follows a header, and small members with it, comes along. */
final class HeaderWindow {
    /** A descriptor, a manifest and the headers around them mostly fit. */
    private static final int WINDOW_BYTES = 64 << 10;

    private final ByteSource archive;
    private byte[] window = new byte[0];
    private long start;

    HeaderWindow(ByteSource archive) {
        this.archive = archive;
    }

    /** @param what is read, for the refusal of an archive that ends before it does */
    byte[] bytes(long offset, int length, String what) {
        if (offset > archive.sizeBytes() - length) {
            throw ImageException.invalid(
                    archive.name(), offset, what + " must lie inside the archive of " + archive.sizeBytes() + " bytes");
        }
        if (offset < start || offset + length > start + window.length) {
            window = new byte[(int) Math.min(Math.max(WINDOW_BYTES, length), archive.sizeBytes() - offset)];
            start = offset;
            archive.read(offset, ByteBuffer.wrap(window));
        }
        int from = (int) (offset - start);
        return Arrays.copyOfRange(window, from, from + length);
    }
}
