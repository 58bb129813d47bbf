package io.vmloom.range;

import io.vmloom.error.InternalException;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.extent.Mapping;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.GuestOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Cuts the extents of a disk into ranges, lazily and in guest order. The same cursor and limits give the same ranges.
 * Every cut lies at an aligned guest offset; a single aligned unit is never divided, so a range may pass the limit on
 * extents by those of one unit.
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
        StoredUnits stored = new StoredUnits(limits.unitBytes());
        while (hasNext()) {
            long room = room(start, stored, extents.size());
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
    private long room(GuestOffset start, StoredUnits stored, int extents) {
        Extent next = peek();
        long toCut = Alignment.up(position.bytes(), limits.alignmentBytes()) - position.bytes();
        if (extents >= limits.extents()) {
            return toCut;
        }
        long guestRoom = limits.guestBytes() - (position.bytes() - start.bytes());
        long wanted = next.hasBytes() ? Math.min(guestRoom, stored.room(position, limits.dataBytes())) : guestRoom;
        long cut = Alignment.down(Math.addExact(position.bytes(), Math.max(wanted, 0)), limits.alignmentBytes());
        return Math.max(cut - position.bytes(), toCut);
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
        if (!extents.isEmpty()) {
            Extent last = extents.getLast();
            if (continues(last.mapping(), next.mapping(), last.lengthBytes())) {
                extents.set(
                        extents.size() - 1,
                        new Extent(last.start(), last.lengthBytes() + next.lengthBytes(), last.mapping()));
                return;
            }
        }
        extents.add(next);
    }

    private static boolean continues(Mapping last, Mapping next, long lastBytes) {
        return switch (last) {
            case Mapping.Data data ->
                next instanceof Mapping.Data more
                        && more.member() == data.member()
                        && more.host().bytes() == data.host().bytes() + lastBytes;
            case Mapping.Compressed compressed -> false;
            case Mapping.Zero zero -> next instanceof Mapping.Zero;
            case Mapping.Unallocated unallocated -> next instanceof Mapping.Unallocated;
        };
    }
}
