package io.vmloom.extent;

/** Asks a format's tables about one place of the guest. */
@FunctionalInterface
public interface ExtentLookup {
    /**
     * The extent that begins here. It ends with the block, grain or cluster at the earliest and may go beyond the end of
     * the disk; an {@link io.vmloom.error.ImageException} when the entry makes no sense.
     */
    Extent at(long guestOffset);
}
