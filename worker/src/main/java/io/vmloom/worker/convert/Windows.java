package io.vmloom.worker.convert;

import io.vmloom.extent.Extent;
import io.vmloom.extent.Mapping;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** Divides the extents of a range into windows of bounded decoded and fetched size. */
final class Windows implements Iterator<Window> {
    /** Decoded bytes of a window; a few are in memory at a time. */
    static final int WINDOW_BYTES = 4 << 20;

    private final Deque<Extent> left;

    Windows(List<Extent> extents) {
        this.left = new ArrayDeque<>(extents);
    }

    @Override
    public boolean hasNext() {
        return !left.isEmpty();
    }

    @Override
    public Window next() {
        List<Extent> extents = new ArrayList<>();
        long decoded = 0;
        long fetched = 0;
        while (!left.isEmpty()) {
            Extent next = left.peek();
            long fetch = fetchBytes(next);
            boolean full = decoded + (next.hasBytes() ? Math.min(next.lengthBytes(), WINDOW_BYTES) : 0) > WINDOW_BYTES
                    || fetched + fetch > 2L * WINDOW_BYTES;
            if (full && !extents.isEmpty()) {
                break;
            }
            left.remove();
            if (divides(next) && next.lengthBytes() > WINDOW_BYTES) {
                left.addFirst(next.slice(WINDOW_BYTES, next.lengthBytes() - WINDOW_BYTES));
                next = next.slice(0, WINDOW_BYTES);
            }
            extents.add(next);
            decoded += next.hasBytes() ? next.lengthBytes() : 0;
            fetched += fetch;
        }
        return new Window(extents);
    }

    /** Whether any part of it can be read without the rest. */
    private static boolean divides(Extent extent) {
        return switch (extent.mapping()) {
            case Mapping.Data data -> true;
            case Mapping.Encrypted encrypted -> true;
            case Mapping.Compressed compressed -> false;
            case Mapping.Zero zero -> false;
            case Mapping.Unallocated unallocated -> false;
            case Mapping.Lost lost -> false;
        };
    }

    private static long fetchBytes(Extent extent) {
        return switch (extent.mapping()) {
            case Mapping.Data data -> Math.min(extent.lengthBytes(), WINDOW_BYTES);
            case Mapping.Encrypted encrypted -> encrypted.storedBytes(Math.min(extent.lengthBytes(), WINDOW_BYTES));
            case Mapping.Compressed compressed -> compressed.maxLengthBytes();
            case Mapping.Zero zero -> 0;
            case Mapping.Unallocated unallocated -> 0;
            case Mapping.Lost lost -> 0;
        };
    }
}
