package io.vmloom.format.qcow2;

import io.vmloom.extent.Parent;
import io.vmloom.unit.Alignment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Makes the first cluster: the header, and in version 3 the feature name table. */
final class HeaderCluster {
    private static final int VERSION_3_BYTES = 112;

    private HeaderCluster() {}

    /** @param dataEnd where the LUKS header stands, if there is one */
    static byte[] of(Qcow2Design design, FrontShape shape, long dataEnd) {
        Qcow2Options options = design.options();
        long l1Entries = shape.basis().l1Entries();
        ByteBuffer cluster = ByteBuffer.allocate(design.clusterBytes());
        cluster.putInt(Qcow2Header.MAGIC).putInt(options.version());
        cluster.putLong(0).putInt(0); // of the backing file
        cluster.putInt(design.geometry().clusterBits()).putLong(design.virtualBytes());
        cluster.putInt((int) (design.container().isPresent() ? Encryption.LUKS : Encryption.NONE));
        cluster.putInt((int) l1Entries).putLong(l1Entries == 0 ? 0 : shape.l1Offset());
        cluster.putLong(shape.refcountTableOffset()).putInt((int) shape.refcountTableClusters());
        cluster.putInt(0).putLong(0); // no snapshots
        if (options.version() > 2) {
            putVersion3(cluster, design);
        }
        if (design.bitmaps().count() > 0) {
            putBitmaps(cluster, design.bitmaps(), shape);
        }
        design.container()
                .ifPresent(luks -> cluster.putInt(HeaderExtensions.ENCRYPTION)
                        .putInt(HeaderExtensions.ENCRYPTION_BYTES)
                        .putLong(dataEnd)
                        .putLong(luks.payloadOffset()));
        options.backing().ifPresent(backing -> putBacking(cluster, backing));
        return cluster.array(); // the zeros behind it end the extensions
    }

    private static void putVersion3(ByteBuffer cluster, Qcow2Design design) {
        Qcow2Options options = design.options();
        cluster.putLong((options.isZstd() ? Features.COMPRESSION_TYPE : 0)
                | (options.geometry().extendedL2() ? Features.EXTENDED_L2 : 0));
        cluster.putLong(options.lazyRefcounts() ? Features.LAZY_REFCOUNTS : 0);
        cluster.putLong(design.bitmaps().count() > 0 ? Features.BITMAPS : 0);
        cluster.putInt(options.refcounts().order()).putInt(VERSION_3_BYTES);
        cluster.put((byte) (options.isZstd() ? Qcow2Header.ZSTD : Qcow2Header.ZLIB));
        cluster.position(VERSION_3_BYTES);
        putFeatureNames(cluster);
    }

    private static void putBitmaps(ByteBuffer cluster, BitmapFront bitmaps, FrontShape shape) {
        cluster.putInt(HeaderExtensions.BITMAPS).putInt(HeaderExtensions.BITMAPS_BYTES);
        cluster.putInt(bitmaps.count()).putInt(0);
        cluster.putLong(bitmaps.directoryBytes()).putLong(shape.bitmapsOffset());
    }

    /** Its format is an extension, its name follows the end of all of them. */
    private static void putBacking(ByteBuffer cluster, Parent.Named backing) {
        byte[] format = backing.format().getBytes(StandardCharsets.US_ASCII);
        byte[] name = backing.name().getBytes(StandardCharsets.UTF_8);
        cluster.putInt(HeaderExtensions.BACKING_FORMAT).putInt(format.length).put(format);
        cluster.position((int) Alignment.up(cluster.position(), HeaderExtensions.ALIGNMENT_BYTES));
        cluster.putInt(HeaderExtensions.END).putInt(0);
        cluster.putLong(Qcow2Header.BACKING_AT, cluster.position());
        cluster.putInt(Qcow2Header.BACKING_AT + Long.BYTES, name.length);
        cluster.put(name);
    }

    private static void putFeatureNames(ByteBuffer cluster) {
        cluster.putInt(HeaderExtensions.FEATURE_NAMES);
        cluster.putInt(Features.NAMES.size() * HeaderExtensions.FEATURE_ENTRY_BYTES);
        for (Features.Name name : Features.NAMES) {
            int end = cluster.position() + HeaderExtensions.FEATURE_ENTRY_BYTES;
            cluster.put((byte) name.field()).put((byte) name.bit());
            cluster.put(name.text().getBytes(StandardCharsets.US_ASCII));
            cluster.position(end);
        }
    }
}
