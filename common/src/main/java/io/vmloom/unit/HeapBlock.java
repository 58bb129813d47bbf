package io.vmloom.unit;

/** How long arrays are made that many bytes pass through. */
public final class HeapBlock {
    /**
     * Whole clusters of 64 KiB, and with its header it fits into a region of G1, which are of 1 MiB in small heaps: an array of that length
     * would take two.
     */
    public static final int BYTES = 14 << 16;

    private HeapBlock() {}
}
