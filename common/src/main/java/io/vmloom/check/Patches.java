package io.vmloom.check;

import java.nio.ByteBuffer;

/** Changes a copy of an image, which holds the same bytes at first. */
public interface Patches {
    /** Writes all that remains in the buffer; the copy grows if that is behind its end. */
    void put(long hostOffset, ByteBuffer bytes);

    /** Makes the copy at least this long. */
    void growTo(long lengthBytes);
}
