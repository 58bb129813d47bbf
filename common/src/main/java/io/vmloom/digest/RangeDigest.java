package io.vmloom.digest;

import io.vmloom.unit.Zeros;
import java.util.Arrays;
import java.util.List;

/**
 * Digests consecutive guest bytes into the least number of aligned subtrees. Runs of zeros cost nothing. Not
 * thread-safe.
 */
public final class RangeDigest {
    private static final int LEAF = GuestDigest.LEAF_BYTES;

    private final Hashing hashing = new Hashing();
    private final SubtreeStack subtrees = new SubtreeStack(hashing);
    private final byte[] partial = new byte[LEAF];
    private int partialBytes;
    private long nextLeaf;

    /**
     * @param startGuestOffset a multiple of the leaf
     */
    public RangeDigest(long startGuestOffset) {
        if (startGuestOffset < 0 || startGuestOffset % LEAF != 0) {
            throw new IllegalArgumentException(
                    "a digested range must begin at a leaf, got: 0x" + Long.toHexString(startGuestOffset));
        }
        nextLeaf = startGuestOffset / LEAF;
    }

    /** The next guest bytes. */
    public void update(byte[] bytes, int offset, int length) {
        int position = offset;
        int end = offset + length;
        while (position < end) {
            if (partialBytes == 0 && end - position >= LEAF) {
                leaf(bytes, position);
                position += LEAF;
            } else {
                int count = Math.min(LEAF - partialBytes, end - position);
                System.arraycopy(bytes, position, partial, partialBytes, count);
                partialBytes += count;
                position += count;
                flushFullLeaf();
            }
        }
    }

    /** The next guest bytes, which are all zero. */
    public void zeros(long length) {
        long left = length;
        if (partialBytes > 0) {
            int count = (int) Math.min(LEAF - partialBytes, left);
            Arrays.fill(partial, partialBytes, partialBytes + count, (byte) 0);
            partialBytes += count;
            left -= count;
            flushFullLeaf();
        }
        long leaves = left / LEAF;
        while (leaves > 0) {
            int level = Math.min(
                    nextLeaf == 0 ? GuestDigest.HEIGHT : Long.numberOfTrailingZeros(nextLeaf),
                    63 - Long.numberOfLeadingZeros(leaves));
            subtrees.push(new Subtree(level, nextLeaf >>> level, Node.ZERO));
            nextLeaf += 1L << level;
            leaves -= 1L << level;
        }
        int rest = (int) (left % LEAF);
        if (rest > 0) {
            Arrays.fill(partial, 0, rest, (byte) 0);
            partialBytes = rest;
        }
    }

    /** The subtrees, in guest order; a partial last leaf is extended with zeros. Nothing may follow. */
    public List<Subtree> finish() {
        if (partialBytes > 0) {
            Arrays.fill(partial, partialBytes, LEAF, (byte) 0);
            partialBytes = LEAF;
            flushFullLeaf();
        }
        return subtrees.toList();
    }

    private void flushFullLeaf() {
        if (partialBytes == LEAF) {
            leaf(partial, 0);
            partialBytes = 0;
        }
    }

    private void leaf(byte[] bytes, int offset) {
        Node node = Zeros.isZero(bytes, offset, LEAF) ? Node.ZERO : hashing.leaf(bytes, offset);
        subtrees.push(new Subtree(0, nextLeaf++, node));
    }
}
