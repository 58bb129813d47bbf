package io.vmloom.extent;

/**
 * What an image keeps beside its disk: a bit for each piece of it that was written since somebody began to take note.
 *
 * @param granularityBits a bit tells of so many bytes, as a power of two
 * @param recording whether writers go on to take note
 * @param broken whether it can not be relied on any more; then it has no content
 */
public record DirtyBitmap(String name, int granularityBits, boolean recording, boolean broken, Content content) {
    /** The bits, least significant first, read piece by piece. Not thread-safe. */
    public interface Content {
        /** Fills the bytes from an offset in the bitmap on; zeros behind its end. */
        void read(long offset, byte[] bytes);
    }

    /** How long the content is for a disk of this size. */
    public long lengthBytes(long virtualBytes) {
        return Math.ceilDiv(Math.ceilDiv(virtualBytes, 1L << granularityBits), Byte.SIZE);
    }
}
