package io.vmloom.extent;

import io.vmloom.error.InternalException;
import io.vmloom.unit.ByteSize;
import io.vmloom.unit.GuestOffset;
import java.util.Optional;

/** Answers for places of an image that are asked for in guest order, with gaps. */
final class LowerCursor {
    /** Longer gaps are not walked through: their tables need not be read. */
    private static final long MAX_WALK_BYTES = 64 * ByteSize.MIB;

    /** Nothing was asked yet. */
    private static final ExtentCursor NONE = Optional::empty;

    private final DiskImage image;
    private final int firstMember;
    private ExtentCursor cursor = NONE;
    private Extent current = new Extent(GuestOffset.ZERO, 1, Mapping.Unallocated.INSTANCE);

    /** @param firstMember the number of the image's first member among all of the chain */
    LowerCursor(DiskImage image, int firstMember) {
        this.image = image;
        this.firstMember = firstMember;
    }

    /** What begins here, at most this long. */
    Extent at(long guestOffset, long maxBytes) {
        if (guestOffset >= image.virtualBytes()) {
            return new Extent(new GuestOffset(guestOffset), maxBytes, Mapping.Unallocated.INSTANCE);
        }
        move(guestOffset);
        long skipBytes = guestOffset - current.start().bytes();
        Extent part = current.slice(skipBytes, Math.min(maxBytes, current.lengthBytes() - skipBytes));
        return new Extent(part.start(), part.lengthBytes(), part.mapping().inMembersFrom(firstMember));
    }

    private void move(long guestOffset) {
        if (cursor == NONE || guestOffset - current.end().bytes() > MAX_WALK_BYTES) {
            cursor = image.extents(new GuestOffset(guestOffset));
            current = next();
        }
        while (current.end().bytes() <= guestOffset) {
            current = next();
        }
    }

    private Extent next() {
        return cursor.next()
                .orElseThrow(() -> new InternalException(image.format() + " has a cursor that ends too early", null));
    }
}
