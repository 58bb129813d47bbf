package io.vmloom.digest;

/**
 * One aligned subtree of the digest.
 *
 * @param level 0 for a leaf of 64 KiB; a subtree covers {@code 64 KiB << level} guest bytes
 * @param position its running number at this level: it begins at guest byte {@code position * (64 KiB << level)}
 */
public record Subtree(int level, long position, Node node) {
    public Subtree {
        if (level < 0 || level > GuestDigest.HEIGHT || position < 0 || position >>> (GuestDigest.HEIGHT - level) != 0) {
            throw new IllegalArgumentException(
                    "subtree must lie inside the tree, got: level " + level + ", position " + position);
        }
    }
}
