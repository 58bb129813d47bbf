package io.vmloom.layout;

import io.vmloom.store.StoreCapabilities;
import java.util.ArrayList;
import java.util.List;

/** Turns segments in order into parts of legal length; a short one borrows from the segment behind it. */
final class SegmentSplicer {
    private final PartList list;
    private final StoreCapabilities limits;
    private List<SegmentSpan> pending = new ArrayList<>();
    private long pendingBytes;

    SegmentSplicer(PartList list, StoreCapabilities limits) {
        this.list = list;
        this.limits = limits;
        this.pendingBytes = list.waitingFrontBytes();
    }

    void add(int segment, long lengthBytes) {
        long borrowed = Math.min(lengthBytes, missing());
        if (borrowed > 0 && borrowed < lengthBytes && fitsWhole(lengthBytes)) {
            borrowed = lengthBytes;
        }
        if (borrowed > 0) {
            pend(new SegmentSpan(segment, 0, borrowed));
        }
        long rest = lengthBytes - borrowed;
        if (missing() == 0 && pendingBytes > 0) {
            flush(0);
        }
        if (rest >= limits.minPartBytes()) {
            list.spliced(List.of(new SegmentSpan(segment, borrowed, rest)), 0);
        } else if (rest > 0) {
            pend(new SegmentSpan(segment, borrowed, rest));
        }
    }

    /** What is left over is the last part, together with the tail. */
    void finish(long tailBytes) {
        if (pendingBytes == 0) {
            list.tail(0, tailBytes);
        } else {
            flush(tailBytes);
        }
    }

    private long missing() {
        return pendingBytes == 0 ? 0 : Math.max(0, limits.minPartBytes() - pendingBytes);
    }

    private boolean fitsWhole(long lengthBytes) {
        return pendingBytes + lengthBytes <= Pools.poolBytes(limits);
    }

    private void pend(SegmentSpan span) {
        pending.add(span);
        pendingBytes += span.lengthBytes();
    }

    private void flush(long tailBytes) {
        list.spliced(pending, tailBytes);
        pending = new ArrayList<>();
        pendingBytes = 0;
    }
}
