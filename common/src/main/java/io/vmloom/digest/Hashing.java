package io.vmloom.digest;

import java.security.MessageDigest;

/** The two hash rules of vg1; not thread-safe. */
final class Hashing {
    private static final byte LEAF_PREFIX = 0;
    private static final byte PARENT_PREFIX = 1;

    private final MessageDigest sha256 = Sha256.start();

    /** The node of a leaf that is not all zero. */
    Node leaf(byte[] bytes, int offset) {
        sha256.update(LEAF_PREFIX);
        sha256.update(bytes, offset, GuestDigest.LEAF_BYTES);
        return Node.of(sha256.digest());
    }

    Node parent(Node left, Node right) {
        if (left.isZero() && right.isZero()) {
            return Node.ZERO;
        }
        sha256.update(PARENT_PREFIX);
        sha256.update(left.toBytes());
        sha256.update(right.toBytes());
        return Node.of(sha256.digest());
    }
}
