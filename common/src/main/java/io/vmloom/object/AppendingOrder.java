package io.vmloom.object;

import io.vmloom.error.InternalException;
import io.vmloom.layout.FragmentPlace;
import io.vmloom.layout.Layout;
import io.vmloom.store.Content;
import io.vmloom.unit.TargetOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Fragments stand in range order behind the front; those that come early wait in memory. */
final class AppendingOrder implements FragmentOrder {
    private final long frontBytes;
    private final int window;
    private final Map<Integer, Content> early = new HashMap<>();
    private final List<FragmentPlace> places = new ArrayList<>();
    private int next;
    private long end;

    AppendingOrder(long frontBytes, int window) {
        if (frontBytes < 0 || window < 1) {
            throw new IllegalArgumentException("front must not be negative and the window hold a range, got: "
                    + frontBytes + " bytes, window " + window);
        }
        this.frontBytes = frontBytes;
        this.window = window;
        this.end = frontBytes;
    }

    @Override
    public List<PlacedContent> offer(int range, Content content) {
        if (range < next || early.containsKey(range)) {
            return List.of();
        }
        if (range - next >= window) {
            throw new InternalException(
                    "range " + range + " came more than " + window + " ranges ahead of range " + next, null);
        }
        if (range > next) {
            early.put(range, content);
            return List.of();
        }
        List<PlacedContent> ready = new ArrayList<>();
        append(content, ready);
        for (Content waiting = early.remove(next); waiting != null; waiting = early.remove(next)) {
            append(waiting, ready);
        }
        return ready;
    }

    @Override
    public int window() {
        return window;
    }

    @Override
    public int firstMissing() {
        return next;
    }

    @Override
    public Layout layout() {
        return new Layout(frontBytes, places, end);
    }

    private void append(Content content, List<PlacedContent> ready) {
        if (content.lengthBytes() > 0) {
            FragmentPlace place = new FragmentPlace(next, new TargetOffset(end), content.lengthBytes());
            places.add(place);
            ready.add(new PlacedContent(place, content));
        }
        end = Math.addExact(end, content.lengthBytes());
        next++;
    }
}
