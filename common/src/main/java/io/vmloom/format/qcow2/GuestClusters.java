package io.vmloom.format.qcow2;

import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentLookup;
import io.vmloom.extent.Mapping;
import io.vmloom.unit.GuestOffset;

/** Looks up clusters; absent second-level tables are stepped over without being read. Not thread-safe. */
final class GuestClusters implements ExtentLookup {
    private final Geometry geometry;
    private final L1Table directory;
    private final L2Tables tables;
    private final ClusterMap clusters;

    GuestClusters(Geometry geometry, L1Table directory, ClusterMap clusters) {
        this.geometry = geometry;
        this.directory = directory;
        this.tables = new L2Tables(directory.source(), geometry, directory);
        this.clusters = clusters;
    }

    @Override
    public Extent at(long guestOffset) {
        ClusterMap.Piece piece = pieceAt(guestOffset);
        return new Extent(new GuestOffset(guestOffset), piece.lengthBytes(), piece.mapping());
    }

    @Override
    public long damagedBytes(long guestOffset) {
        int number = (int) (guestOffset / geometry.groupBytes());
        long groupOffset = number * geometry.groupBytes();
        if (!directory.isPresent(number)) {
            return 0;
        }
        if (!directory.isSound(number)) {
            return groupOffset + geometry.groupBytes() - guestOffset;
        }
        return clusters.isSound(tables.table(number), cluster(guestOffset - groupOffset))
                ? 0
                : geometry.clusterBytes() - guestOffset % geometry.clusterBytes();
    }

    private int cluster(long skipInGroup) {
        return (int) (skipInGroup / geometry.clusterBytes());
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
        int skipBytes = (int) (offset & geometry.clusterBytes() - 1);
        return clusters.piece(tables.table(number), cluster(offset - groupOffset), skipBytes);
    }
}
