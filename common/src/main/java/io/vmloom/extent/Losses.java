package io.vmloom.extent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a damaged image did not give.
 *
 * @param ranges how many runs of guest bytes
 * @param lostBytes of all of them
 * @param first those that stand first in the guest, in its order; the others are only counted
 */
public record Losses(long ranges, long lostBytes, List<Loss> first) {
    /** More are not kept, and nobody reads them. */
    public static final int MAX_KEPT = 100;

    public static final Losses NONE = new Losses(0, 0, List.of());

    private static final Comparator<Loss> BY_PLACE = Comparator.comparing(Loss::start);

    public Losses {
        first = List.copyOf(first);
        if (first.size() != Math.min(ranges, MAX_KEPT) || lostBytes < ranges) {
            throw new IllegalArgumentException("of " + ranges + " lost ranges of " + lostBytes + " bytes "
                    + first.size() + " can not be the first");
        }
    }

    public boolean isEmpty() {
        return ranges == 0;
    }

    /** Adds the next loss in the guest's order; it joins the one before if it goes on there. */
    public Losses then(Loss next) {
        long bytes = Math.addExact(lostBytes, next.lengthBytes());
        List<Loss> kept = new ArrayList<>(first);
        if (ranges == first.size() && !isEmpty() && first.getLast().end().equals(next.start())) {
            Loss last = kept.removeLast();
            kept.add(new Loss(last.start(), last.lengthBytes() + next.lengthBytes(), last.damage()));
            return new Losses(ranges, bytes, kept);
        }
        if (kept.size() < MAX_KEPT) {
            kept.add(next);
        }
        return new Losses(ranges + 1, bytes, kept);
    }

    /** All of both, which tell of different places; in which order they are added makes no difference. */
    public Losses plus(Losses others) {
        return new Losses(
                Math.addExact(ranges, others.ranges),
                Math.addExact(lostBytes, others.lostBytes),
                Stream.concat(first.stream(), others.first.stream())
                        .sorted(BY_PLACE)
                        .limit(MAX_KEPT)
                        .toList());
    }
}
