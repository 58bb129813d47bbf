package io.vmloom.worker.convert;

import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Arrays to read and to encode into, which are used again: a fresh one is cleared and its memory paged in first, which takes longer
 * than reading from the system's cache. Whoever needs the memory for something else gets it. Thread-safe.
 */
final class BlockPool {
    /** As much as the longest range, so that those of one can serve the next. */
    private static final long MAX_IDLE_BYTES = 64L << 20;

    /** Shorter ones are made faster than found. */
    private static final int LEAST_BYTES = 32 << 10;

    private final NavigableMap<Integer, Deque<Idle>> idle = new TreeMap<>();
    private long idleBytes;

    /** An array of at least this length, at most half as long again, with anything in it. */
    byte[] take(int bytes) {
        if (bytes < LEAST_BYTES) {
            return new byte[bytes];
        }
        int size = rounded(bytes);
        synchronized (idle) {
            Map.Entry<Integer, Deque<Idle>> fitting = idle.ceilingEntry(size);
            while (fitting != null && fitting.getKey() - size <= size / 8) {
                byte[] block = removed(fitting).get();
                if (block != null) {
                    return block;
                }
                fitting = idle.ceilingEntry(size);
            }
        }
        return new byte[size];
    }

    /** Takes back an array of {@link #take} that nobody uses any more, once. */
    void giveBack(byte[] block) {
        if (block.length < LEAST_BYTES || block.length > MAX_IDLE_BYTES) {
            return;
        }
        synchronized (idle) {
            while (idleBytes + block.length > MAX_IDLE_BYTES && idle.firstKey() != block.length) {
                removed(idle.firstEntry()); // what nobody asked for makes room for what somebody did
            }
            if (idleBytes + block.length <= MAX_IDLE_BYTES) {
                idle.computeIfAbsent(block.length, _ -> new ArrayDeque<>()).push(new Idle(block));
                idleBytes += block.length;
            }
        }
    }

    private Idle removed(Map.Entry<Integer, Deque<Idle>> entry) {
        Idle block = entry.getValue().pop();
        idleBytes -= block.lengthBytes;
        if (entry.getValue().isEmpty()) {
            idle.remove(entry.getKey());
        }
        return block;
    }

    /** Four lengths to a doubling, so that different reads can use the same array. */
    private static int rounded(int bytes) {
        int step = Integer.highestOneBit(bytes) / 4;
        return Math.ceilDiv(bytes, step) * step;
    }

    /** An array that goes when memory is short. */
    private static final class Idle extends SoftReference<byte[]> {
        private final int lengthBytes;

        Idle(byte[] block) {
            super(block);
            lengthBytes = block.length;
        }
    }
}
