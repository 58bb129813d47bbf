package io.vmloom.format.vhd;

import java.util.Set;

/**
 * Which of a footer's two sizes is the disk's. The specification says the size; Virtual PC, and qemu without
 * {@code force_size}, go by the geometry, which is a little smaller when the size was not made from one.
 *
 * @see <a href="https://gitlab.com/qemu-project/qemu/-/blob/master/block/vpc.c">qemu's table of creators</a>
 */
enum SizeRule {
    CURRENT_SIZE,
    GEOMETRY;

    private static final Set<String> BY_GEOMETRY = Set.of("vpc ", "qemu");

    static SizeRule of(Footer footer) {
        boolean tooLarge = footer.geometry().equals(Geometry.GREATEST);
        return BY_GEOMETRY.contains(footer.creator()) && !tooLarge ? GEOMETRY : CURRENT_SIZE;
    }

    long virtualBytes(Footer footer) {
        return switch (this) {
            case CURRENT_SIZE -> footer.currentBytes();
            case GEOMETRY -> footer.geometry().bytes();
        };
    }

    /** Offset in the footer of the field that counts. */
    int fieldAt() {
        return switch (this) {
            case CURRENT_SIZE -> Footer.CURRENT_SIZE_AT;
            case GEOMETRY -> Footer.GEOMETRY_AT;
        };
    }

    @Override
    public String toString() {
        return switch (this) {
            case CURRENT_SIZE -> "the size in the footer";
            case GEOMETRY -> "the geometry in the footer";
        };
    }
}
