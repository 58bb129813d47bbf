package io.vmloom.format.sparseimage;

/**
 * A part of the index; the bands that it tells of follow it in the file, in its order. The header is the first one.
 *
 * @param firstSlot how many slots all nodes before have
 */
record IndexNode(long offset, int firstSlot, int slots) {
    static final String MAGIC = "sprs";
    static final int BYTES = 4096;

    /** Where the band of a slot stands. */
    long bandOffset(int slot, long bandBytes) {
        return offset + BYTES + (slot - firstSlot) * bandBytes;
    }
}
