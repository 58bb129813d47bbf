package io.vmloom.extent;

import java.util.Optional;

/** Fills what is unallocated in the upper image from the lower one. */
final class ChainCursor implements ExtentCursor {
    private final ExtentCursor upper;
    private final LowerCursor lower;
    private Optional<Extent> gap = Optional.empty();

    ChainCursor(ExtentCursor upper, LowerCursor lower) {
        this.upper = upper;
        this.lower = lower;
    }

    @Override
    public Optional<Extent> next() {
        if (gap.isEmpty()) {
            Optional<Extent> next = upper.next();
            if (next.isEmpty() || !next.get().isUnallocated()) {
                return next;
            }
            gap = next;
        }
        return Optional.of(fill(gap.orElseThrow()));
    }

    private Extent fill(Extent unallocated) {
        Extent filling = lower.at(unallocated.start().bytes(), unallocated.lengthBytes());
        long leftBytes = unallocated.lengthBytes() - filling.lengthBytes();
        gap = leftBytes > 0 ? Optional.of(unallocated.slice(filling.lengthBytes(), leftBytes)) : Optional.empty();
        return filling;
    }
}
