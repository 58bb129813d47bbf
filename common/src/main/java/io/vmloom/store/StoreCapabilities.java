package io.vmloom.store;

import io.vmloom.error.InternalException;
import io.vmloom.error.TargetException;
import java.util.List;

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

    /** Refuses a part number that this store does not know, before any byte is sent. */
    public void checkPartNumber(Upload upload, int partNumber) {
        if (partNumber < 1 || partNumber > maxParts) {
            throw new InternalException(
                    "part number of " + upload.target() + " must be between 1 and " + maxParts + ", got: " + partNumber,
                    null);
        }
    }

    /** Refuses more bytes than one put or part may have, before any is sent. */
    public void checkRequestSize(Location.InBucket location, long lengthBytes) {
        if (lengthBytes > maxPartBytes) {
            throw TargetException.tooLarge(
                    location.toString(),
                    lengthBytes + " bytes in one request, and the store takes " + maxPartBytes,
                    "upload it in parts");
        }
    }

    /**
     * Refuses a part list that a strict store of this kind would refuse: empty, not ascending, with gaps where the
     * store wants none, or with a part that is too small or too large. Lenient stores accept such lists, so that the
     * fault would show only in production.
     */
    public void checkPartList(Upload upload, List<PartReceipt> parts) {
        if (parts.isEmpty()) {
            throw new InternalException("part list of " + upload.target() + " must not be empty", null);
        }
        int previous = 0;
        for (int i = 0; i < parts.size(); i++) {
            PartReceipt part = parts.get(i);
            checkPartNumber(upload, part.partNumber());
            if (part.partNumber() <= previous) {
                throw new InternalException(
                        "part numbers of " + upload.target() + " must ascend, got: " + part.partNumber() + " after "
                                + previous,
                        null);
            }
            if (!gapsInPartNumbers && part.partNumber() != previous + 1) {
                throw new InternalException(
                        "part numbers of " + upload.target() + " must be consecutive for this store, got: "
                                + part.partNumber() + " after " + previous,
                        null);
            }
            checkPartSize(upload, part, i == parts.size() - 1);
            previous = part.partNumber();
        }
    }

    private void checkPartSize(Upload upload, PartReceipt part, boolean last) {
        if (part.sizeBytes() > maxPartBytes || (part.sizeBytes() < minPartBytes && !last)) {
            throw new InternalException(
                    "part " + part.partNumber() + " of " + upload.target() + " must have " + minPartBytes + ".."
                            + maxPartBytes + " bytes (EntityTooSmall or EntityTooLarge), got: " + part.sizeBytes(),
                    null);
        }
    }
}
