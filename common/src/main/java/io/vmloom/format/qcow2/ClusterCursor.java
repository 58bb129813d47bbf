package io.vmloom.format.qcow2;

import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.extent.Mapping;
import io.vmloom.unit.ByteSize;
import io.vmloom.unit.GuestOffset;
import java.util.Optional;

/** Joins neighbouring clusters to long extents; absent second-level tables are stepped over without being read. */
final class ClusterCursor implements ExtentCursor {
    /** An extent of this length is given out without looking further, so that an answer never waits for many tables. */
    private static final long JOINED_BYTES = ByteSize.GIB;

    private final Geometry geometry;
    private final long virtualBytes;
    private final L1Table directory;
    private final L2Tables tables;
    private final ClusterMap clusters;
    private long guestOffset;

    ClusterCursor(Geometry geometry, long virtualBytes, L1Table directory, ClusterMap clusters, long guestOffset) {
        this.geometry = geometry;
        this.virtualBytes = virtualBytes;
        this.directory = directory;
        this.tables = new L2Tables(directory.source(), geometry, directory);
        this.clusters = clusters;
        this.guestOffset = guestOffset;
    }

    @Override
    public Optional<Extent> next() {
        if (guestOffset >= virtualBytes) {
            return Optional.empty();
        }
        ClusterMap.Piece first = pieceAt(guestOffset);
        long length = first.lengthBytes();
        while (length < JOINED_BYTES && guestOffset + length < virtualBytes) {
            ClusterMap.Piece following = pieceAt(guestOffset + length);
            if (!first.mapping().continuedBy(length, following.mapping())) {
                break;
            }
            length += following.lengthBytes();
        }
        long clipped = Math.min(length, virtualBytes - guestOffset);
        Extent extent = new Extent(new GuestOffset(guestOffset), clipped, first.mapping());
        guestOffset += clipped;
        return Optional.of(extent);
    }

    private ClusterMap.Piece pieceAt(long offset) {
        int number = (int) (offset / geometry.groupBytes());
        long groupOffset = number * geometry.groupBytes();
        if (!directory.isPresent(number)) {
            int end = number + 1;
            while (end < directory.tables() && !directory.isPresent(end)) {
                end++;
            }
            return new ClusterMap.Piece(Mapping.Unallocated.INSTANCE, end * geometry.groupBytes() - offset);
        }
        int cluster = (int) ((offset - groupOffset) / geometry.clusterBytes());
        int skipBytes = (int) (offset & geometry.clusterBytes() - 1);
        return clusters.piece(tables.table(number), cluster, skipBytes);
    }
}
