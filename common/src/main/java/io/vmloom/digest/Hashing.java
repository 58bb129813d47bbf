package io.vmloom.digest;

import io.vmloom.error.InternalException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The two hash rules of vg1; not thread-safe. */
final class Hashing {
    private static final byte LEAF_PREFIX = 0;
    private static final byte PARENT_PREFIX = 1;

    private final MessageDigest sha256;

    Hashing() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new InternalException("this Java runtime has no SHA-256", e);
        }
    }

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
