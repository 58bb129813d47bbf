package io.vmloom.digest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Consecutive subtrees, in which two siblings are always replaced by their parent; at most two per level remain. */
final class SubtreeStack {
    private final Hashing hashing;
    private final Deque<Subtree> stack = new ArrayDeque<>();

    SubtreeStack(Hashing hashing) {
        this.hashing = hashing;
    }

    /** Adds the subtree that begins where the last one ended. */
    void push(Subtree next) {
        Subtree top = next;
        while (!stack.isEmpty()) {
            Subtree left = stack.peek();
            boolean siblings =
                    left.level() == top.level() && (left.position() & 1) == 0 && left.position() + 1 == top.position();
            if (!siblings || top.level() == GuestDigest.HEIGHT) {
                break;
            }
            stack.pop();
            top = new Subtree(top.level() + 1, top.position() >>> 1, hashing.parent(left.node(), top.node()));
        }
        stack.push(top);
    }

    /** What is left, in guest order. */
    List<Subtree> toList() {
        List<Subtree> inOrder = new ArrayList<>();
        stack.descendingIterator().forEachRemaining(inOrder::add);
        return inOrder;
    }
}
