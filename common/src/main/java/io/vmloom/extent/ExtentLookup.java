package io.vmloom.extent;

/** Asks a format's tables about one place of the guest. */
@FunctionalInterface
public interface ExtentLookup {
    /**
     * The extent that begins here. It ends with the block, grain or cluster at the earliest and may go beyond the end of
     * the disk; an {@link io.vmloom.error.ImageException} when the entry makes no sense.
     */
    Extent at(long guestOffset);

    /**
     * How many bytes from here on are those of an entry that makes no sense, or of a whole table that can not be found; 0
     * where {@link #at} answers. A damaged table may have millions of such entries one after the other, and a refusal for
     * each would take longer than all else. The default is for look-ups that refuse nothing.
     */
    default long damagedBytes(long guestOffset) {
        return 0;
    }
}
