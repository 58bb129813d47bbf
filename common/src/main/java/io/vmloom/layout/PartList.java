package io.vmloom.layout;

import io.vmloom.store.StoreCapabilities;
import io.vmloom.unit.TargetOffset;
import java.util.ArrayList;
import java.util.List;

/** Collects parts in target order, numbers them, and checks at the end that the store will take them. */
final class PartList {
    private final StoreCapabilities limits;
    private final boolean dense;
    private final List<PlannedPart> parts = new ArrayList<>();
    private final List<FragmentPlace> places = new ArrayList<>();
    private long frontBytes;
    private long waitingFrontBytes;
    private long dataEnd;

    /** When {@code dense}, numbers are given without gaps; else each call says the least number it wants. */
    PartList(StoreCapabilities limits, boolean dense) {
        this.limits = limits;
        this.dense = dense;
    }

    /** The front in parts of its own; without any it waits for the next part, which it will share. */
    void front(long lengthBytes, int alignmentBytes, int reservedParts, boolean followed) {
        if (reservedParts == 0) {
            frontBytes = lengthBytes;
            waitingFrontBytes = lengthBytes;
        } else {
            for (long length : FrontParts.split(lengthBytes, alignmentBytes, reservedParts, limits, followed)) {
                add(0, length, new PartContent.Front(frontBytes));
                frontBytes += length;
            }
        }
        dataEnd = frontBytes;
    }

    /** What the next part will have in front of its own bytes. */
    long waitingFrontBytes() {
        return waitingFrontBytes;
    }

    void direct(int number, FragmentSize fragment) {
        add(number, fragment.lengthBytes(), new PartContent.Direct(fragment.range()));
        place(fragment);
    }

    void packed(int leastNumber, List<FragmentSize> group) {
        add(leastNumber, Pools.bytes(group), packing(group, false));
        group.forEach(this::place);
    }

    /** The last group, joined by the tail unless it is better copied alone. */
    void packedLast(int leastNumber, List<FragmentSize> group, int tailNumber, long tailBytes) {
        long length = Pools.bytes(group);
        boolean copied = group.size() == 1 && length >= limits.minPartBytes();
        long together = Math.addExact(Math.addExact(waitingFrontBytes, length), tailBytes);
        if (tailBytes == 0 || copied || together > limits.maxPartBytes()) {
            packed(leastNumber, group);
            tail(tailNumber, tailBytes);
            return;
        }
        add(leastNumber, length + tailBytes, packing(group, true));
        group.forEach(this::place);
    }

    void tail(int leastNumber, long tailBytes) {
        if (tailBytes > 0) {
            add(leastNumber, tailBytes, new PartContent.Tail());
        }
    }

    void spliced(List<SegmentSpan> spans, long tailBytes) {
        long length = spans.stream().mapToLong(SegmentSpan::lengthBytes).sum();
        add(0, length + tailBytes, new PartContent.Spliced(spans, tailBytes > 0));
    }

    /** Places that are known already, relative to the end of what was placed before, which grows by the length. */
    void placeAll(List<FragmentPlace> relative, long lengthBytes) {
        for (FragmentPlace place : relative) {
            TargetOffset offset = place.offset().plus(dataEnd);
            places.add(new FragmentPlace(place.range(), offset, place.lengthBytes()));
        }
        dataEnd = Math.addExact(dataEnd, lengthBytes);
    }

    PartPlan.Complete complete() {
        if (waitingFrontBytes > 0) {
            long alone = waitingFrontBytes;
            waitingFrontBytes = 0;
            add(0, alone, new PartContent.Front(0));
        }
        for (int i = 0; i < parts.size(); i++) {
            check(parts.get(i), i);
        }
        return new PartPlan.Complete(parts, new Layout(frontBytes, places, dataEnd));
    }

    private void check(PlannedPart part, int position) {
        boolean last = position == parts.size() - 1;
        if (part.lengthBytes() > limits.maxPartBytes() || (!last && part.lengthBytes() < limits.minPartBytes())) {
            throw new IllegalArgumentException("parts must have " + limits.minPartBytes() + ".." + limits.maxPartBytes()
                    + " bytes, only the last may be shorter, got: " + part);
        }
        if (part.number() > limits.maxParts()) {
            throw new IllegalArgumentException(
                    "part numbers must not exceed " + limits.maxParts() + ", got: " + part + "; divide into segments");
        }
        if (!limits.gapsInPartNumbers() && part.number() != position + 1) {
            throw new IllegalArgumentException(
                    "the store allows no gaps in part numbers, expected " + (position + 1) + ", got: " + part);
        }
    }

    private void add(int leastNumber, long lengthBytes, PartContent content) {
        int next = parts.isEmpty() ? 1 : parts.getLast().number() + 1;
        if (content instanceof PartContent.Direct && leastNumber < next) {
            throw new IllegalArgumentException(
                    "part " + leastNumber + " was uploaded already, but " + next + " is next");
        }
        boolean counted = dense && !(content instanceof PartContent.Direct);
        int number = counted ? next : Math.max(leastNumber, next);
        parts.add(
                waitingFrontBytes == 0
                        ? new PlannedPart(number, lengthBytes, content)
                        : new PlannedPart(number, waitingFrontBytes + lengthBytes, new PartContent.Fronted(content)));
        waitingFrontBytes = 0;
    }

    private void place(FragmentSize fragment) {
        places.add(new FragmentPlace(fragment.range(), new TargetOffset(dataEnd), fragment.lengthBytes()));
        dataEnd = Math.addExact(dataEnd, fragment.lengthBytes());
    }

    private static PartContent packing(List<FragmentSize> group, boolean withTail) {
        return new PartContent.Packed(group.stream().map(FragmentSize::range).toList(), withTail);
    }
}
