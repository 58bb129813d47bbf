package io.vmloom.extent;

import io.vmloom.error.ImageException;
import io.vmloom.unit.GuestOffset;
import java.util.Optional;

/** Says of what a damaged image's tables do not tell that it is lost. */
final class SalvagedCursor implements ExtentCursor {
    /** The clusters of a TiB; nobody made an image of so many that a walk over them takes hours. */
    private static final int MAX_DAMAGED = 1 << 24;

    private final ExtentCursor cursor;
    private final long virtualBytes;
    private GuestOffset position;
    private int damaged;
    private Optional<Extent> pending = Optional.empty();

    SalvagedCursor(ExtentCursor cursor, long virtualBytes, GuestOffset from) {
        this.cursor = cursor;
        this.virtualBytes = virtualBytes;
        this.position = from;
    }

    @Override
    public Optional<Extent> next() {
        Optional<Extent> kept = pending;
        pending = Optional.empty();
        Optional<Extent> next = kept.isPresent() ? kept : read();
        next.ifPresent(extent -> position = extent.end());
        return next;
    }

    /** The next extent, or what is lost before it. */
    private Optional<Extent> read() {
        Optional<Damage> damage = Optional.empty();
        while (true) {
            try {
                Optional<Extent> next = cursor.next();
                return damage.isEmpty() ? next : Optional.of(lost(damage.get(), next));
            } catch (ImageException e) {
                damaged++;
                if (damaged > MAX_DAMAGED || !OnDamage.ZEROS.takes(e)) {
                    throw e;
                }
                damage = damage.or(() -> Optional.of(Damage.of(e)));
            }
        }
    }

    private Extent lost(Damage damage, Optional<Extent> next) {
        pending = next;
        long end = next.map(extent -> extent.start().bytes()).orElse(virtualBytes);
        return new Extent(position, end - position.bytes(), new Mapping.Lost(damage));
    }
}
