package io.vmloom.fuzz;

import io.vmloom.error.ImageException;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.extent.Mapping;
import io.vmloom.unit.GuestOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A walk through the first extents from some place on, every one of which keeps the promises of cursor and image. */
final class CheckedWalk {
    private final DiskImage image;
    private final List<Extent> extents = new ArrayList<>();
    private final long startOffset;
    private long endOffset;

    private CheckedWalk(DiskImage image, long startOffset) {
        this.image = image;
        this.startOffset = startOffset;
        this.endOffset = startOffset;
    }

    /** Up to the end of the disk, to a refusal, or to so many extents. */
    static CheckedWalk of(DiskImage image, long startOffset, int maxExtents) {
        CheckedWalk walk = new CheckedWalk(image, startOffset);
        try {
            walk.walk(maxExtents);
        } catch (ImageException _) {
            // what comes before it counts
        }
        return walk;
    }

    private void walk(int maxExtents) {
        ExtentCursor cursor = image.extents(new GuestOffset(startOffset));
        for (Optional<Extent> next = cursor.next(); next.isPresent(); next = cursor.next()) {
            take(next.get());
            if (extents.size() == maxExtents) {
                return;
            }
        }
        check(endOffset == image.virtualBytes(), "the extents must end with the disk", endOffset);
    }

    List<Extent> extents() {
        return extents;
    }

    /** Guest offset that was reached. */
    long endOffset() {
        return endOffset;
    }

    /** What this walk says of a byte, if it came there. */
    Optional<Mapping> at(long guestOffset) {
        return extents.stream()
                .filter(extent -> extent.start().bytes() <= guestOffset
                        && guestOffset < extent.end().bytes())
                .findFirst()
                .map(extent ->
                        extent.slice(guestOffset - extent.start().bytes(), 1).mapping());
    }

    private void take(Extent extent) {
        check(extent.start().bytes() == endOffset, "an extent must begin where the last one ended", extent);
        check(extent.lengthBytes() <= image.virtualBytes() - endOffset, "an extent must lie inside the disk", extent);
        switch (extent.mapping()) {
            case Mapping.Data(int member, var host) -> inside(member, host.bytes(), extent.lengthBytes(), extent);
            case Mapping.Encrypted encrypted ->
                inside(
                        encrypted.member(),
                        encrypted.host().bytes() - encrypted.skipBytes(),
                        encrypted.storedBytes(extent.lengthBytes()),
                        extent);
            case Mapping.Compressed compressed -> {
                inside(compressed.member(), compressed.host().bytes(), compressed.maxLengthBytes(), extent);
                check(
                        compressed.maxLengthBytes() > 0
                                && compressed.skipBytes() >= 0
                                && extent.lengthBytes() <= compressed.unit().decodedBytes() - compressed.skipBytes()
                                && compressed.unit().decodedBytes() <= image.compressedUnitBytes(),
                        "an extent must lie inside its unit",
                        extent);
            }
            case Mapping.Zero zero -> {}
            case Mapping.Unallocated unallocated -> {}
            case Mapping.Lost lost -> {}
        }
        extents.add(extent);
        endOffset = extent.end().bytes();
    }

    private void inside(int member, long hostOffset, long lengthBytes, Extent extent) {
        check(member >= 0 && member < image.members().size(), "an extent must name a member", extent);
        check(
                hostOffset <= image.members().get(member).sizeBytes() - lengthBytes,
                "an extent must lie inside its file",
                extent);
    }

    private static void check(boolean condition, String rule, Object actual) {
        if (!condition) {
            throw new AssertionError(rule + ", got: " + actual);
        }
    }
}
