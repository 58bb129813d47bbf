package io.vmloom.object;

/** What becomes of the guest's zeros in a local target. */
public sealed interface ZeroRule {
    /** Holes wherever they cost the file system little. */
    ZeroRule USUAL = new Holes();

    /** In a file that is all hole at first: what encoders leave out, and aligned runs of 64 KiB. */
    record Holes() implements ZeroRule {}

    /**
     * In a file that is all hole at first: runs of at least so many bytes stay holes, shorter ones are written.
     *
     * @param leastBytes 0 to write everything, so that the file has all its blocks
     */
    record LongHoles(long leastBytes) implements ZeroRule {
        public LongHoles {
            if (leastBytes < 0) {
                throw new IllegalArgumentException("holes can not be shorter than nothing, got: " + leastBytes);
            }
        }
    }

    /** In what holds other data: written wherever the target is not zero already, so that holes there remain. */
    record Compared() implements ZeroRule {}

    /** In what is known to be zero: not written. */
    record LeftOut() implements ZeroRule {}
}
