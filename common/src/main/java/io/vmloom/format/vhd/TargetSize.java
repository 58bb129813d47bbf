package io.vmloom.format.vhd;

import io.vmloom.error.TargetException;
import io.vmloom.table.TargetRequest;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.ByteSize;

/**
 * The size that a target gives the disk, and what tells readers which of the footer's sizes counts.
 *
 * @param creator the program that readers take it from
 */
record TargetSize(long virtualBytes, Geometry geometry, String creator) {
    /** Hyper-V's and qemu's limit. */
    static final long MAX_BYTES = 2040 * ByteSize.GIB;

    /** qemu's names: readers go by the geometry of one, by the size of the other. */
    private static final String BY_GEOMETRY = "qemu";

    private static final String BY_SIZE = "qem2";

    static TargetSize of(TargetRequest request, boolean exact) {
        if (request.virtualBytes() > MAX_BYTES) {
            throw TargetException.tooLarge(
                    request.name(),
                    "a VHD holds a disk of at most " + ByteSize.format(MAX_BYTES) + ", but this one has "
                            + ByteSize.format(request.virtualBytes()),
                    "choose vhdx, which holds 64 TiB");
        }
        long roundedBytes = Alignment.up(request.virtualBytes(), Geometry.SECTOR_BYTES);
        long sectors = roundedBytes / Geometry.SECTOR_BYTES;
        if (exact || sectors == 0) {
            return new TargetSize(roundedBytes, Geometry.of(sectors), BY_SIZE);
        }
        Geometry geometry = Geometry.holding(sectors);
        boolean beyondGeometry = geometry.equals(Geometry.GREATEST);
        return new TargetSize(beyondGeometry ? roundedBytes : geometry.bytes(), geometry, BY_GEOMETRY);
    }
}
