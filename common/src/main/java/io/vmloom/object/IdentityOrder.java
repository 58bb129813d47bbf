package io.vmloom.object;

import io.vmloom.layout.FragmentPlace;
import io.vmloom.layout.Layout;
import io.vmloom.store.Content;
import io.vmloom.unit.TargetOffset;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;

/** Every fragment stands at its guest offset behind a front of known length, so that none has to wait. */
final class IdentityOrder implements FragmentOrder {
    private final long frontBytes;
    private final IntToLongFunction guestOffset;
    private final BitSet taken = new BitSet();
    private final SortedMap<Integer, FragmentPlace> places = new TreeMap<>();

    IdentityOrder(long frontBytes, IntToLongFunction guestOffset) {
        this.frontBytes = frontBytes;
        this.guestOffset = guestOffset;
    }

    @Override
    public List<PlacedContent> offer(int range, Content content) {
        if (taken.get(range)) {
            return List.of();
        }
        TargetOffset offset = new TargetOffset(Math.addExact(frontBytes, guestOffset.applyAsLong(range)));
        FragmentPlace place = new FragmentPlace(range, offset, content.lengthBytes());
        taken.set(range);
        places.put(range, place);
        return List.of(new PlacedContent(place, content));
    }

    @Override
    public int window() {
        return Integer.MAX_VALUE;
    }

    @Override
    public int firstMissing() {
        return taken.nextClearBit(0);
    }

    @Override
    public Layout layout() {
        long end = frontBytes;
        for (FragmentPlace place : places.values()) {
            end = Math.max(end, Math.addExact(place.offset().bytes(), place.lengthBytes()));
        }
        return new Layout(frontBytes, List.copyOf(places.values()), end);
    }
}
