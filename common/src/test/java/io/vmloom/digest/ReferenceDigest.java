package io.vmloom.digest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** vg1 once more, straight from its definition: recursive from the root, slow, and sharing no code with the product. */
final class ReferenceDigest {
    private static final int LEAF = 65536;
    private static final int HEIGHT = 48;
    private static final byte[] ZERO_NODE = new byte[32];

    private final byte[] guest;

    private ReferenceDigest(byte[] guest) {
        this.guest = guest;
    }

    static String of(byte[] guest) {
        return "vg1:" + guest.length + ":" + HexFormat.of().formatHex(new ReferenceDigest(guest).node(HEIGHT, 0));
    }

    /** The node that covers {@code 2^level} leaves from this one on. */
    private byte[] node(int level, long firstLeaf) {
        if (firstLeaf >= Math.ceilDiv(guest.length, LEAF)) {
            return ZERO_NODE;
        }
        if (level == 0) {
            int from = (int) (firstLeaf * LEAF);
            byte[] leaf = Arrays.copyOf(Arrays.copyOfRange(guest, from, Math.min(guest.length, from + LEAF)), LEAF);
            return Arrays.equals(leaf, new byte[LEAF]) ? ZERO_NODE : sha256(new byte[] {0}, leaf);
        }
        byte[] left = node(level - 1, firstLeaf);
        byte[] right = node(level - 1, firstLeaf + (1L << (level - 1)));
        boolean empty = Arrays.equals(left, ZERO_NODE) && Arrays.equals(right, ZERO_NODE);
        return empty ? ZERO_NODE : sha256(new byte[] {1}, left, right);
    }

    private static byte[] sha256(byte[]... pieces) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (byte[] piece : pieces) {
                sha256.update(piece);
            }
            return sha256.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
