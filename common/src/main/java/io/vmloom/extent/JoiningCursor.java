package io.vmloom.extent;

import io.vmloom.error.ImageException;
import io.vmloom.unit.GuestOffset;
import java.util.Optional;

/** Joins what a lookup says of neighbouring blocks to long extents. */
public final class JoiningCursor implements ExtentCursor {
    private final ExtentLookup lookup;
    private final long virtualBytes;
    private final long joinedBytes;
    private final long unitBytes;
    private long guestOffset;
    private boolean behindDamage;

    /**
     * @param joinedBytes an extent of this length is given out without looking further, so that an answer never waits
     *     for long tables
     * @param unitBytes what one entry tells of
     */
    public JoiningCursor(ExtentLookup lookup, long virtualBytes, long joinedBytes, long unitBytes, GuestOffset from) {
        this.lookup = lookup;
        this.virtualBytes = virtualBytes;
        this.joinedBytes = joinedBytes;
        this.unitBytes = unitBytes;
        this.guestOffset = from.bytes();
    }

    @Override
    public Optional<Extent> next() {
        skipDamaged();
        if (guestOffset >= virtualBytes) {
            return Optional.empty();
        }
        Extent first = first();
        long lengthBytes = first.lengthBytes();
        while (lengthBytes < joinedBytes && guestOffset + lengthBytes < virtualBytes) {
            long more = continuedBytes(first, lengthBytes);
            if (more == 0) {
                break;
            }
            lengthBytes += more;
        }
        long insideBytes = Math.min(lengthBytes, virtualBytes - guestOffset);
        guestOffset += insideBytes;
        return Optional.of(new Extent(first.start(), insideBytes, first.mapping()));
    }

    /** What follows a damaged entry and is damaged too was told of with it. */
    private void skipDamaged() {
        while (behindDamage && guestOffset < virtualBytes) {
            long damagedBytes = lookup.damagedBytes(guestOffset);
            behindDamage = damagedBytes > 0;
            guestOffset += damagedBytes;
        }
    }

    private Extent first() {
        try {
            return lookup.at(guestOffset);
        } catch (ImageException e) {
            guestOffset += unitBytes - guestOffset % unitBytes;
            behindDamage = true;
            throw e;
        }
    }

    /** What makes no sense further on is told when the walk gets there. */
    private long continuedBytes(Extent first, long lengthBytes) {
        try {
            Extent following = lookup.at(guestOffset + lengthBytes);
            return first.mapping().continuedBy(lengthBytes, following.mapping()) ? following.lengthBytes() : 0;
        } catch (ImageException _) {
            return 0;
        }
    }
}
