package io.vmloom.format.qcow;

import io.vmloom.extent.DiskImage;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.extent.JoiningCursor;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.ByteSize;
import io.vmloom.unit.GuestOffset;
import java.util.List;
import java.util.Map;

/** An image whose header was checked. */
record QcowImage(ByteSource source, QcowHeader header) implements DiskImage {
    private static final long JOINED_BYTES = ByteSize.GIB;

    @Override
    public String format() {
        return QcowFormat.NAME;
    }

    @Override
    public long virtualBytes() {
        return header.virtualBytes();
    }

    @Override
    public List<ByteSource> members() {
        return List.of(source);
    }

    /** Always the cluster: which clusters are compressed is known only once their tables are read. */
    @Override
    public int compressedUnitBytes() {
        return header.clusterBytes();
    }

    @Override
    public long mappingUnitBytes() {
        return header.clusterBytes();
    }

    @Override
    public Map<String, String> details() {
        return Map.of("cluster size", ByteSize.format(header.clusterBytes()));
    }

    @Override
    public ExtentCursor extents(GuestOffset from) {
        return new JoiningCursor(new QcowClusters(source, header), virtualBytes(), JOINED_BYTES, from);
    }
}
