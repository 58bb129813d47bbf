package io.vmloom.format.qed;

import io.vmloom.format.TargetOptions;
import io.vmloom.table.TargetRequest;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.ByteSize;
import java.util.Set;

/**
 * The {@code -o} options of a QED target, under qemu-img's names and with its defaults.
 *
 * @param tableClusters clusters of each table
 */
record QedOptions(int clusterBytes, int tableClusters) {
    private static final String CLUSTER_SIZE = "cluster_size";
    private static final String TABLE_SIZE = "table_size";
    private static final long DEFAULT_CLUSTER_BYTES = 64 * ByteSize.KIB;
    private static final int DEFAULT_TABLE_CLUSTERS = 4;

    /** QEMU makes images whose tables have a cluster, but opens none. */
    private static final int MIN_TABLE_CLUSTERS = 2;

    /** QEMU computes what the tables could map, which must not overflow 64 bits. */
    private static final int MAX_MAPPED_BITS = 63;

    static QedOptions of(TargetRequest request) {
        TargetOptions options =
                new TargetOptions(request, QedFormat.NAME).requireKnown(Set.of(CLUSTER_SIZE, TABLE_SIZE));
        int clusterBytes = options.powerOfTwo(
                CLUSTER_SIZE, DEFAULT_CLUSTER_BYTES, QedHeader.MIN_CLUSTER_BYTES, QedHeader.MAX_CLUSTER_BYTES);
        int tableClusters =
                options.number(TABLE_SIZE, DEFAULT_TABLE_CLUSTERS, MIN_TABLE_CLUSTERS, QedHeader.MAX_TABLE_CLUSTERS);
        if (!Alignment.isPowerOfTwo(tableClusters)) {
            throw options.wrong(TABLE_SIZE + " must be 2, 4, 8 or 16 clusters, got: " + tableClusters);
        }
        QedOptions wanted = new QedOptions(clusterBytes, tableClusters);
        int entryBits = Long.numberOfTrailingZeros(wanted.tableEntries());
        if (2 * entryBits + Integer.numberOfTrailingZeros(wanted.clusterBytes) > MAX_MAPPED_BITS) {
            throw options.wrong("tables of " + wanted.tableClusters + " clusters of "
                    + ByteSize.format(wanted.clusterBytes)
                    + " would map more than 2^63 bytes, which QEMU refuses; choose a smaller " + TABLE_SIZE + " or "
                    + CLUSTER_SIZE);
        }
        return wanted;
    }

    long tableBytes() {
        return (long) tableClusters * clusterBytes;
    }

    int tableEntries() {
        return Math.toIntExact(tableBytes() / Long.BYTES);
    }
}
