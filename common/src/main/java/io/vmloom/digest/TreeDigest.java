package io.vmloom.digest;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Combines the subtrees of ranges, which may come in any order, to the digest of the whole disk. Not thread-safe. */
public final class TreeDigest {
    private final NavigableMap<Long, Subtree> byFirstLeaf = new TreeMap<>();
    private final Hashing hashing = new Hashing();

    /** Adds the subtrees of one range. They must not overlap any that were added before. */
    public void add(List<Subtree> subtrees) {
        for (Subtree subtree : subtrees) {
            insert(subtree);
        }
    }

    /**
     * The digest of a disk of this length.
     *
     * @throws IllegalStateException when a range of it is missing
     */
    public GuestDigest digest(long lengthBytes) {
        long leaves = -Math.floorDiv(-lengthBytes, (long) GuestDigest.LEAF_BYTES);
        SubtreeStack stack = new SubtreeStack(hashing);
        long next = 0;
        for (Map.Entry<Long, Subtree> entry : byFirstLeaf.entrySet()) {
            if (entry.getKey() != next) {
                throw new IllegalStateException(
                        "guest bytes from leaf " + next + " to " + entry.getKey() + " are missing from the digest");
            }
            stack.push(entry.getValue());
            next = lastLeaf(entry.getValue()) + 1;
        }
        if (next < leaves) {
            throw new IllegalStateException("guest bytes from leaf " + next + " on are missing from the digest");
        }
        return new GuestDigest(lengthBytes, root(stack.toList()));
    }

    /** Folds what remains with zeros on its right side, up to the root. */
    private Node root(List<Subtree> inOrder) {
        if (inOrder.isEmpty()) {
            return Node.ZERO;
        }
        Subtree right = inOrder.getLast();
        int index = inOrder.size() - 1;
        while (right.level() < GuestDigest.HEIGHT) {
            boolean isRightChild = (right.position() & 1) == 1;
            Node node;
            if (isRightChild && index > 0 && inOrder.get(index - 1).level() == right.level()) {
                node = hashing.parent(inOrder.get(--index).node(), right.node());
            } else if (isRightChild) {
                throw new IllegalStateException(
                        "the left sibling of level " + right.level() + " is missing from the digest");
            } else {
                node = hashing.parent(right.node(), Node.ZERO);
            }
            right = new Subtree(right.level() + 1, right.position() >>> 1, node);
        }
        return right.node();
    }

    private void insert(Subtree added) {
        Map.Entry<Long, Subtree> before = byFirstLeaf.floorEntry(lastLeaf(added));
        if (before != null && lastLeaf(before.getValue()) >= firstLeaf(added)) {
            throw new IllegalArgumentException("subtree " + added.level() + ":" + added.position() + " overlaps "
                    + before.getValue().level() + ":" + before.getValue().position());
        }
        Subtree current = added;
        while (current.level() < GuestDigest.HEIGHT) {
            long siblingPosition = current.position() ^ 1;
            long siblingLeaf = siblingPosition << current.level();
            Subtree sibling = byFirstLeaf.get(siblingLeaf);
            if (sibling == null || sibling.level() != current.level()) {
                break;
            }
            byFirstLeaf.remove(siblingLeaf);
            boolean siblingIsLeft = siblingPosition < current.position();
            Node node = siblingIsLeft
                    ? hashing.parent(sibling.node(), current.node())
                    : hashing.parent(current.node(), sibling.node());
            current = new Subtree(current.level() + 1, current.position() >>> 1, node);
        }
        byFirstLeaf.put(firstLeaf(current), current);
    }

    private static long firstLeaf(Subtree subtree) {
        return subtree.position() << subtree.level();
    }

    private static long lastLeaf(Subtree subtree) {
        return firstLeaf(subtree) + (1L << subtree.level()) - 1;
    }
}
