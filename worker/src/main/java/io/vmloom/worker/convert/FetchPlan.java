package io.vmloom.worker.convert;

import io.vmloom.extent.Extent;
import io.vmloom.extent.Mapping;
import io.vmloom.unit.HostOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Few long reads instead of many short ones: neighbours in the file are read together, small gaps included. */
final class FetchPlan {
    private static final int MAX_GAP_BYTES = 64 << 10;
    private static final int MAX_FETCH_BYTES = 8 << 20;

    /** What all gaps that are read along may come to: extents strewn over the file must not bring it into memory. */
    private static final long MAX_GAPS_BYTES = 4 << 20;

    private FetchPlan() {}

    /** Reads by member and host offset, none overlapping another unless one unit alone exceeds the longest read. */
    static List<Fetch> of(Window window) {
        List<Fetch> wanted = new ArrayList<>();
        for (Extent extent : window.extents()) {
            switch (extent.mapping()) {
                case Mapping.Data(int member, HostOffset host) ->
                    wanted.add(new Fetch(member, host.bytes(), Math.toIntExact(extent.lengthBytes())));
                case Mapping.Encrypted encrypted ->
                    wanted.add(new Fetch(
                            encrypted.member(),
                            encrypted.host().bytes() - encrypted.skipBytes(),
                            Math.toIntExact(encrypted.storedBytes(extent.lengthBytes()))));
                case Mapping.Compressed compressed ->
                    wanted.add(new Fetch(compressed.member(), compressed.host().bytes(), compressed.maxLengthBytes()));
                case Mapping.Zero zero -> {}
                case Mapping.Unallocated unallocated -> {}
                case Mapping.Lost lost -> {}
            }
        }
        wanted.sort(Comparator.comparingInt(Fetch::member).thenComparingLong(Fetch::hostOffset));
        return merge(wanted, gapBytes(wanted));
    }

    /** The longest gap that is read along, so that all of them together stay bounded. */
    private static int gapBytes(List<Fetch> wanted) {
        int longest = MAX_GAP_BYTES;
        while (longest > 0 && gapsUpTo(wanted, longest) > MAX_GAPS_BYTES) {
            longest /= 2;
        }
        return longest;
    }

    private static long gapsUpTo(List<Fetch> wanted, int longest) {
        long gaps = 0;
        long end = 0;
        for (int i = 1; i < wanted.size(); i++) {
            Fetch last = wanted.get(i - 1);
            Fetch next = wanted.get(i);
            end = Math.max(end, last.end());
            if (next.member() != last.member()) {
                end = 0;
            } else if (next.hostOffset() > end && next.hostOffset() - end <= longest) {
                gaps += next.hostOffset() - end;
            }
        }
        return gaps;
    }

    private static List<Fetch> merge(List<Fetch> wanted, int longestGap) {
        List<Fetch> merged = new ArrayList<>();
        for (Fetch next : wanted) {
            Fetch last = merged.isEmpty() ? next : merged.getLast();
            long end = Math.max(last.end(), next.end());
            boolean joins = !merged.isEmpty()
                    && last.member() == next.member()
                    && next.hostOffset() <= last.end() + longestGap
                    && (end - last.hostOffset() <= MAX_FETCH_BYTES || next.end() <= last.end());
            if (joins) {
                merged.set(
                        merged.size() - 1,
                        new Fetch(last.member(), last.hostOffset(), Math.toIntExact(end - last.hostOffset())));
            } else {
                merged.add(next);
            }
        }
        return merged;
    }
}
