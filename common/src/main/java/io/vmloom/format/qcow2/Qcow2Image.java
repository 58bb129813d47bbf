package io.vmloom.format.qcow2;

import io.vmloom.codec.Codec;
import io.vmloom.extent.DirtyBitmap;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.extent.JoiningCursor;
import io.vmloom.extent.Parent;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.ByteSize;
import io.vmloom.unit.GuestOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An opened image, seen through one first-level table: the active one or a snapshot's.
 *
 * @param snapshot which snapshot it is, or empty for the active state
 */
record Qcow2Image(
        DataFile data,
        Qcow2Header header,
        Optional<Parent> parent,
        SnapshotTable snapshots,
        String snapshot,
        L1Table directory,
        long virtualBytes)
        implements DiskImage {
    private static final long JOINED_BYTES = ByteSize.GIB;

    @Override
    public String format() {
        return Qcow2Format.NAME;
    }

    @Override
    public List<ByteSource> members() {
        return data.members();
    }

    /** Always the cluster: which clusters are compressed is known only once their tables are read. */
    @Override
    public int compressedUnitBytes() {
        return header.geometry().clusterBytes();
    }

    @Override
    public long mappingUnitBytes() {
        return header.geometry().clusterBytes();
    }

    @Override
    public Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("version", Integer.toString(header.version()));
        details.put("cluster size", ByteSize.format(header.geometry().clusterBytes()));
        details.put("compression type", header.codec() == Codec.ZSTD ? "zstd" : "zlib");
        details.put("extended L2", header.geometry().extendedL2() ? "yes" : "no");
        details.put("snapshots", snapshots.snapshots().isEmpty() ? "none" : snapshots.summary());
        switch (data) {
            case DataFile.Inside inside -> {}
            case DataFile.External external ->
                details.put("data file", external.source().name());
        }
        if (!snapshot.isEmpty()) {
            details.put("opened snapshot", snapshot);
        }
        if (header.has(Features.DIRTY)) {
            details.put(
                    "dirty", "yes: it was not closed properly; refcounts may be stale, which reading does not need");
        }
        return Collections.unmodifiableMap(details);
    }

    /** They tell of the active state. */
    @Override
    public Optional<List<DirtyBitmap>> bitmaps() {
        return snapshot.isEmpty()
                ? Optional.of(SourceBitmaps.read(data.members().getFirst(), header))
                : Optional.empty();
    }

    @Override
    public ExtentCursor extents(GuestOffset from) {
        ClusterMap clusters = new ClusterMap(data, header.version(), header.geometry(), header.codec());
        return new JoiningCursor(
                new GuestClusters(header.geometry(), directory, clusters),
                virtualBytes,
                JOINED_BYTES,
                mappingUnitBytes(),
                from);
    }
}
