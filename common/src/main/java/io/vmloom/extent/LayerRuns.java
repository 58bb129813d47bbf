package io.vmloom.extent;

import io.vmloom.unit.Alignment;
import io.vmloom.unit.ByteSize;
import io.vmloom.unit.GuestOffset;
import java.util.Optional;

/**
 * Walks a disk in whole units, and says which of them an image over another one holds anything of. Together the runs
 * cover the disk; its last unit may be a part of one. Memory is bounded whatever the image's size. Not thread-safe.
 */
public final class LayerRuns {
    /** A run ends behind so much, so that its first part is not waited for. */
    private static final long MAX_HELD_BYTES = 64 * ByteSize.MIB;

    private final ExtentCursor upper;
    private final int unitBytes;
    private final long diskBytes;
    private long position;
    private Optional<Extent> pending = Optional.empty();

    /** @param held whether the image holds anything of them; each of them, then, may be only partly its own */
    public record Run(long firstUnit, long units, boolean held) {
        public long endUnit() {
            return firstUnit + units;
        }
    }

    LayerRuns(DiskImage upper, int unitBytes, long firstUnit) {
        this.position = firstUnit * unitBytes;
        this.upper = upper.extents(new GuestOffset(position));
        this.unitBytes = unitBytes;
        this.diskBytes = upper.virtualBytes();
    }

    /** The next run, beginning where the last one ended, or empty at the end of the disk. */
    public Optional<Run> next() {
        while (position < diskBytes) {
            Extent first = take();
            boolean held = !first.isUnallocated();
            long end = endOf(first, held);
            long cut = held || end == diskBytes ? Alignment.up(end, unitBytes) : Alignment.down(end, unitBytes);
            if (cut > position) {
                Run run = new Run(position / unitBytes, (cut - position) / unitBytes, held);
                position = cut;
                return Optional.of(run);
            }
        }
        return Optional.empty();
    }

    /** Where extents end that are of one kind with the first. */
    private long endOf(Extent first, boolean held) {
        long end = first.end().bytes();
        while (end < diskBytes && !(held && end - first.start().bytes() >= MAX_HELD_BYTES)) {
            Extent next = take();
            if (next.isUnallocated() == held) {
                pending = Optional.of(next);
                return end;
            }
            end = next.end().bytes();
        }
        return end;
    }

    private Extent take() {
        Extent next = pending.or(upper::next).orElseThrow();
        pending = Optional.empty();
        return next;
    }
}
