package io.vmloom.format.qcow2;

import io.vmloom.codec.Codec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Makes the first cluster: the header of version 3 and the feature name table. */
final class HeaderCluster {
    private static final int HEADER_BYTES = 112;
    private static final int REFCOUNT_ORDER = Integer.numberOfTrailingZeros(FrontShape.REFCOUNT_BITS);
    private static final int VERSION = 3;

    private HeaderCluster() {}

    static byte[] of(Qcow2Design design, FrontShape shape) {
        boolean zstd = design.options().codec() == Codec.ZSTD;
        ByteBuffer cluster = ByteBuffer.allocate(design.clusterBytes());
        cluster.putInt(Qcow2Header.MAGIC).putInt(VERSION);
        cluster.putLong(0).putInt(0); // no backing file
        cluster.putInt(design.options().clusterBits()).putLong(design.virtualBytes());
        cluster.putInt(0); // not encrypted
        cluster.putInt((int) shape.l1Entries()).putLong(shape.l1Entries() == 0 ? 0 : shape.l1Offset());
        cluster.putLong(shape.refcountTableOffset()).putInt((int) shape.refcountTableClusters());
        cluster.putInt(0).putLong(0); // no snapshots
        cluster.putLong(zstd ? Features.COMPRESSION_TYPE : 0).putLong(0).putLong(0);
        cluster.putInt(REFCOUNT_ORDER).putInt(HEADER_BYTES);
        cluster.put((byte) (zstd ? Qcow2Header.ZSTD : Qcow2Header.ZLIB));
        cluster.position(HEADER_BYTES);
        cluster.putInt(HeaderExtensions.FEATURE_NAMES);
        cluster.putInt(Features.NAMES.size() * HeaderExtensions.FEATURE_ENTRY_BYTES);
        for (Features.Name name : Features.NAMES) {
            int end = cluster.position() + HeaderExtensions.FEATURE_ENTRY_BYTES;
            cluster.put((byte) name.field()).put((byte) name.bit());
            cluster.put(name.text().getBytes(StandardCharsets.US_ASCII));
            cluster.position(end);
        }
        return cluster.array();
    }
}
