package io.vmloom.coordinator.pipeline;

import io.vmloom.extent.Extent;
import io.vmloom.extent.LayerImage;
import io.vmloom.range.WorkRange;
import io.vmloom.store.Location;
import io.vmloom.table.ExtentFile;
import io.vmloom.table.GroupSet;
import io.vmloom.table.TargetDesign;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Adds up what each file of a target is to hold, from the ranges in their order. */
final class FilePlans {
    private final Location target;
    private final TargetDesign design;
    private final Optional<LayerImage> layer;
    private final List<FilePlan> done = new ArrayList<>();
    private int firstRange;
    private int ranges;
    private GroupSet groups;
    private LongStream.Builder storedStarts = LongStream.builder();
    private long storedBytes;
    private int emptyRanges;

    /** @param layer what of the source is written, if the target is to hold a layer alone */
    FilePlans(Location target, TargetDesign design, Optional<LayerImage> layer) {
        this.target = target;
        this.design = design;
        this.layer = layer;
        this.groups = new GroupSet(current().groupBytes());
    }

    /** @param storedBound the most that the range's fragment can take */
    void add(WorkRange range, long storedBound) {
        if (done.size() + 1 < design.extents().size()
                && range.start().bytes()
                        == design.extents().get(done.size() + 1).guestStart()) {
            close();
        }
        ranges++;
        storedStarts.add(storedBytes);
        storedBytes += storedBound;
        emptyRanges += range.dataBytes() == 0 ? 1 : 0;
        range.extents().stream()
                .filter(this::isHeld)
                .forEach(e -> groups.add(e.start().bytes() - guestStart(), e.lengthBytes()));
    }

    /** The extents, and last the file that has the target's name. */
    List<FilePlan> finish() {
        if (done.size() < design.extents().size()) {
            close();
        }
        done.add(file(0, target, design, 0));
        return List.copyOf(done);
    }

    /** In a layer, explicit zeros have to hide what would show through. */
    private boolean isHeld(Extent extent) {
        return layer.isPresent() ? !extent.isUnallocated() : extent.hasBytes();
    }

    private void close() {
        ExtentFile extent = design.extents().get(done.size());
        done.add(file(done.size() + 1, target.sibling(extent.name()), extent.design(), extent.guestStart()));
        firstRange += ranges;
        ranges = 0;
        storedStarts = LongStream.builder();
        storedBytes = 0;
        emptyRanges = 0;
        groups = new GroupSet(current().groupBytes());
    }

    private FilePlan file(int number, Location location, TargetDesign its, long guestStart) {
        return new FilePlan(
                number,
                location,
                its,
                layer,
                guestStart,
                firstRange,
                ranges,
                groups,
                storedStarts.build().toArray(),
                storedBytes,
                emptyRanges);
    }

    private boolean isExtent() {
        return done.size() < design.extents().size();
    }

    private TargetDesign current() {
        return isExtent() ? design.extents().get(done.size()).design() : design;
    }

    private long guestStart() {
        return isExtent() ? design.extents().get(done.size()).guestStart() : 0;
    }
}
