package io.vmloom.range;

import io.vmloom.error.InternalException;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.GuestOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Cuts the extents of a disk into ranges, lazily and in guest order. The same mapping and limits give the same ranges,
 * however the cursor cuts its extents and whichever range is planned first. Every cut lies at an aligned guest offset; a
 * single aligned unit is never divided, so a range may pass the limit on extents by those of one unit.
 */
public final class RangePlanner implements Iterator<WorkRange> {
    private final ExtentCursor cursor;
    private final long virtualBytes;
    private final RangeLimits limits;
    private GuestOffset position;
    private Optional<Extent> pending = Optional.empty();
    private int nextIndex;

    public RangePlanner(ExtentCursor cursor, long virtualBytes, RangeLimits limits) {
        this(cursor, virtualBytes, limits, GuestOffset.ZERO);
    }

    /** Plans from an aligned offset on, at which the cursor stands too; ranges are numbered from 0 there. */
    public RangePlanner(ExtentCursor cursor, long virtualBytes, RangeLimits limits, GuestOffset from) {
        this.cursor = cursor;
        this.virtualBytes = virtualBytes;
        this.limits = limits;
        this.position = from;
    }

    @Override
    public boolean hasNext() {
        return position.bytes() < virtualBytes;
    }

    @Override
    public WorkRange next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the disk ends at 0x" + Long.toHexString(virtualBytes));
        }
        GuestOffset start = position;
        List<Extent> extents = new ArrayList<>();
        long dataBytes = 0;
        StoredUnits stored = new StoredUnits(limits.unitBytes(), limits.dataBytes());
        while (hasNext()) {
            long room = room(start, stored, extents);
            if (room <= 0) {
                break;
            }
            Extent extent = take(room);
            if (extent.hasBytes()) {
                dataBytes += extent.lengthBytes();
                stored.add(extent);
            }
            append(extents, extent);
        }
        return new WorkRange(nextIndex++, start, position.bytes() - start.bytes(), dataBytes, extents);
    }

    /** How many bytes of the next extent may still join the range: up to an aligned cut, or to the next one if it is full. */
    private long room(GuestOffset start, StoredUnits stored, List<Extent> extents) {
        Extent next = peek();
        long toCut = Alignment.up(position.bytes(), limits.alignmentBytes()) - position.bytes();
        int extentsWithNext = extents.size() + (continuesLast(extents, next) ? 0 : 1);
        if (extentsWithNext > limits.extents()) {
            return toCut;
        }
        long toBoundary = limits.boundaryBytes() - start.bytes() % limits.boundaryBytes();
        long guestRoom = Math.min(limits.guestBytes(), toBoundary) - (position.bytes() - start.bytes());
        long wanted = Math.min(guestRoom, next.hasBytes() ? stored.room(position) : zeroRoom(stored));
        long useful = Math.clamp(wanted, 0, next.lengthBytes() + limits.alignmentBytes());
        long cut = Alignment.down(Math.addExact(position.bytes(), useful), limits.alignmentBytes());
        return Math.max(cut - position.bytes(), toCut);
    }

    /**
     * Emptiness costs nothing, but data may follow it inside the same aligned unit: a range that has no room for a whole
     * one ends here.
     */
    private long zeroRoom(StoredUnits stored) {
        return stored.left() >= limits.alignmentBytes() ? Long.MAX_VALUE : 0;
    }

    private Extent take(long room) {
        Extent next = peek();
        if (next.lengthBytes() <= room) {
            pending = Optional.empty();
            position = next.end();
            return next;
        }
        pending = Optional.of(next.slice(room, next.lengthBytes() - room));
        position = position.plus(room);
        return next.slice(0, room);
    }

    private Extent peek() {
        if (pending.isEmpty()) {
            Extent next = cursor.next()
                    .orElseThrow(() ->
                            new InternalException("the extents end at " + position + " before the disk does", null));
            if (!next.start().equals(position) || next.end().bytes() > virtualBytes) {
                throw new InternalException(
                        "the extents go on at " + next.start() + " where " + position + " was expected", null);
            }
            pending = Optional.of(next);
        }
        return pending.orElseThrow();
    }

    private static void append(List<Extent> extents, Extent next) {
        if (continuesLast(extents, next)) {
            Extent last = extents.removeLast();
            extents.add(new Extent(last.start(), last.lengthBytes() + next.lengthBytes(), last.mapping()));
        } else {
            extents.add(next);
        }
    }

    /** A cursor may cut an extent anywhere; where it did must not decide about the ranges. */
    private static boolean continuesLast(List<Extent> extents, Extent next) {
        return !extents.isEmpty()
                && extents.getLast().mapping().continuedBy(extents.getLast().lengthBytes(), next.mapping());
    }
}
