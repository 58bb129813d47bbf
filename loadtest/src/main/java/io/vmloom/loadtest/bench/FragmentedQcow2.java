package io.vmloom.loadtest.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A qcow2 image of which no two neighbouring clusters lie beside each other: all of its tables, and data that are one
 * hole.
 *
 * @param virtualBytes a multiple of 512 MiB, which one L2 table maps
 * @see <a href="https://gitlab.com/qemu-project/qemu/-/blob/master/docs/interop/qcow2.rst">qcow2</a>
 */
record FragmentedQcow2(long virtualBytes) {
    private static final int CLUSTER_BITS = 16;
    private static final int CLUSTER_BYTES = 1 << CLUSTER_BITS;
    private static final int ENTRY_BYTES = Long.BYTES;
    private static final int L2_ENTRIES = CLUSTER_BYTES / ENTRY_BYTES;
    private static final int REFCOUNT_BYTES = Short.BYTES;
    private static final int REFCOUNT_ORDER = 4;
    private static final int REFCOUNTS = CLUSTER_BYTES / REFCOUNT_BYTES;
    private static final int MAGIC = 0x514649fb;
    private static final int VERSION = 3;
    private static final int HEADER_BYTES = 104;
    private static final long COPIED = 1L << 63;

    /** Prime, and no divisor of any number of clusters that fits into a disk. */
    private static final long STRIDE = 2_147_483_647;

    FragmentedQcow2 {
        if (virtualBytes < 1 || virtualBytes % ((long) L2_ENTRIES * CLUSTER_BYTES) != 0) {
            throw new IllegalArgumentException("virtual size must be a multiple of 512 MiB, got: " + virtualBytes);
        }
    }

    /** The file must be empty. */
    void write(FileChannel file) throws IOException {
        long dataClusters = virtualBytes / CLUSTER_BYTES;
        int l2Tables = Math.toIntExact(dataClusters / L2_ENTRIES);
        int l1Clusters = Math.ceilDiv(l2Tables, L2_ENTRIES);
        long refcountTable = 1;
        long tables = refcountTableClusters(dataClusters) + l1Clusters + l2Tables;
        long blocks = blocks(1 + tables + dataClusters);
        long l1 = refcountTable + refcountTableClusters(dataClusters);
        long l2 = l1 + l1Clusters;
        long firstBlock = l2 + l2Tables;
        long firstData = firstBlock + blocks;
        file.write(header(l2Tables, l1, refcountTableClusters(dataClusters)), 0);
        writeRuns(file, refcountTable, firstBlock, blocks, 0);
        writeRuns(file, l1, l2, l2Tables, COPIED);
        writeL2(file, l2, firstData, dataClusters);
        writeRefcounts(file, firstBlock, firstData + dataClusters);
        file.write(ByteBuffer.allocate(1), (firstData + dataClusters) * CLUSTER_BYTES - 1);
    }

    private static int refcountTableClusters(long dataClusters) {
        return Math.toIntExact(1 + dataClusters / REFCOUNTS / L2_ENTRIES);
    }

    /** Blocks count themselves, too. */
    private static long blocks(long otherClusters) {
        return Math.ceilDiv(otherClusters, REFCOUNTS - 1);
    }

    private ByteBuffer header(int l1Entries, long l1, int refcountTableClusters) {
        ByteBuffer header = ByteBuffer.allocate(CLUSTER_BYTES);
        header.putInt(MAGIC).putInt(VERSION).putLong(0).putInt(0).putInt(CLUSTER_BITS);
        header.putLong(virtualBytes).putInt(0).putInt(l1Entries).putLong(l1 * CLUSTER_BYTES);
        header.putLong(CLUSTER_BYTES).putInt(refcountTableClusters).putInt(0).putLong(0);
        header.putLong(0).putLong(0).putLong(0).putInt(REFCOUNT_ORDER).putInt(HEADER_BYTES);
        return header.rewind();
    }

    /** A table of clusters that follow each other. */
    private static void writeRuns(FileChannel file, long table, long first, long count, long flags) throws IOException {
        ByteBuffer entries = ByteBuffer.allocate(Math.toIntExact(count * ENTRY_BYTES));
        for (long i = 0; i < count; i++) {
            entries.putLong((first + i) * CLUSTER_BYTES | flags);
        }
        file.write(entries.flip(), table * CLUSTER_BYTES);
    }

    private static void writeL2(FileChannel file, long l2, long firstData, long dataClusters) throws IOException {
        ByteBuffer table = ByteBuffer.allocate(CLUSTER_BYTES);
        long place = 0;
        for (long cluster = 0; cluster < dataClusters; cluster++) {
            place = (place + STRIDE) % dataClusters;
            table.putLong((firstData + place) * CLUSTER_BYTES | COPIED);
            if (!table.hasRemaining()) {
                file.write(table.flip(), (l2 + cluster / L2_ENTRIES) * CLUSTER_BYTES);
                table.clear();
            }
        }
    }

    private static void writeRefcounts(FileChannel file, long firstBlock, long clusters) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(CLUSTER_BYTES);
        for (long cluster = 0; cluster < clusters; cluster += REFCOUNTS) {
            block.clear();
            for (long i = cluster; i < Math.min(cluster + REFCOUNTS, clusters); i++) {
                block.putShort((short) 1);
            }
            while (block.hasRemaining()) {
                block.putShort((short) 0);
            }
            file.write(block.flip(), (firstBlock + cluster / REFCOUNTS) * CLUSTER_BYTES);
        }
    }
}
