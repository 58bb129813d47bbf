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
    private final Deque<Extent> left;
    private final int windowBytes;

    /** @param windowBytes decoded bytes of a window, of which a few are in memory at a time */
    Windows(List<Extent> extents, int windowBytes) {
        this.left = new ArrayDeque<>(extents);
        this.windowBytes = windowBytes;
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
            boolean full = decoded + (next.hasBytes() ? Math.min(next.lengthBytes(), windowBytes) : 0) > windowBytes
                    || fetched + fetch > 2L * windowBytes;
            if (full && !extents.isEmpty()) {
                break;
            }
            left.remove();
            if (divides(next) && next.lengthBytes() > windowBytes) {
                left.addFirst(next.slice(windowBytes, next.lengthBytes() - windowBytes));
                next = next.slice(0, windowBytes);
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

    private long fetchBytes(Extent extent) {
        return switch (extent.mapping()) {
            case Mapping.Data data -> Math.min(extent.lengthBytes(), windowBytes);
            case Mapping.Encrypted encrypted -> encrypted.storedBytes(Math.min(extent.lengthBytes(), windowBytes));
            case Mapping.Compressed compressed -> compressed.maxLengthBytes();
            case Mapping.Zero zero -> 0;
            case Mapping.Unallocated unallocated -> 0;
            case Mapping.Lost lost -> 0;
        };
    }
}
