package io.vmloom.digest;

import java.util.Arrays;
import java.util.HexFormat;

/** The 32-byte value of a tree node. {@link #ZERO} stands for any subtree whose guest bytes are all zero. */
public final class Node {
    public static final int BYTES = 32;
    public static final Node ZERO = new Node(new byte[BYTES]);

    private final byte[] hash;

    private Node(byte[] hash) {
        this.hash = hash;
    }

    /** Copies {@code hash}, which has 32 bytes. */
    public static Node of(byte[] hash) {
        if (hash.length != BYTES) {
            throw new IllegalArgumentException("a node has 32 bytes, got: " + hash.length);
        }
        return new Node(hash.clone());
    }

    public boolean isZero() {
        return equals(ZERO);
    }

    public byte[] toBytes() {
        return hash.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Node node && Arrays.equals(hash, node.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }

    /** Lower-case hex. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(hash);
    }
}
