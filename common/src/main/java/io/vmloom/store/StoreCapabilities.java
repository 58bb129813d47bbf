package io.vmloom.store;

/**
 * How a store differs from others.
 *
 * @param gapsInPartNumbers whether a completed part list may leave numbers out
 * @param minPartBytes the least size of every part but the last
 * @param maxParts the greatest part number
 * @param maxPartBytes the greatest size of one part, one copied part, or one plain put
 */
public record StoreCapabilities(boolean gapsInPartNumbers, long minPartBytes, int maxParts, long maxPartBytes) {
    /** Amazon S3 without per-part checksums. */
    public static final StoreCapabilities S3 = new StoreCapabilities(true, 5L << 20, 10_000, 5L << 30);

    public StoreCapabilities {
        if (minPartBytes < 1 || maxParts < 1 || maxPartBytes < minPartBytes) {
            throw new IllegalArgumentException("part limits must be positive and ordered, got: " + minPartBytes + ".."
                    + maxPartBytes + " bytes, " + maxParts + " parts");
        }
    }
}
