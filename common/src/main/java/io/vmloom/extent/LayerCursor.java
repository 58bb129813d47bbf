package io.vmloom.extent;

import io.vmloom.unit.GuestOffset;
import java.util.Optional;

/** Walks the units that a layer holds through the whole disk, and passes over all others. */
final class LayerCursor implements ExtentCursor {
    private final LayerRuns runs;
    private final LowerCursor disk;
    private final int unitBytes;
    private final long diskBytes;
    private long position;
    private long runEnd;
    private boolean held;

    LayerCursor(LayerImage layer, GuestOffset from) {
        this.runs = layer.runs(from);
        this.disk = new LowerCursor(layer.chain(), 0);
        this.unitBytes = layer.unitBytes();
        this.diskBytes = layer.virtualBytes();
        this.position = from.bytes();
    }

    @Override
    public Optional<Extent> next() {
        if (position >= diskBytes) {
            return Optional.empty();
        }
        if (position >= runEnd) {
            LayerRuns.Run run = runs.next().orElseThrow();
            runEnd = Math.min(run.endUnit() * unitBytes, diskBytes);
            held = run.held();
        }
        Extent extent = held
                ? known(disk.at(position, runEnd - position))
                : new Extent(new GuestOffset(position), runEnd - position, Mapping.Unallocated.INSTANCE);
        position = extent.end().bytes();
        return Optional.of(extent);
    }

    /** What neither image ever wrote in a unit that is held is zero there. */
    private static Extent known(Extent extent) {
        return extent.isUnallocated()
                ? new Extent(extent.start(), extent.lengthBytes(), Mapping.Zero.INSTANCE)
                : extent;
    }
}
