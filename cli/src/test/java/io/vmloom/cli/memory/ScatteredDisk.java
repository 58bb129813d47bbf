package io.vmloom.cli.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * A qcow2 of which single clusters, far from each other, are allocated: one in every stretch, at a place taken by chance.
 * Written here anew, so that nothing of the product judges itself.
 *
 * @param virtualBytes a multiple of 512 MiB, so that every level-2 table is full
 * @param stretchBytes how much of the disk has one cluster, at least 16 KiB clusters
 */
record ScatteredDisk(long virtualBytes, long stretchBytes) {
    private static final int CLUSTER_BITS = 16;
    private static final int CLUSTER = 1 << CLUSTER_BITS;
    private static final long TABLE_BYTES = (CLUSTER / Long.BYTES) * (long) CLUSTER;
    private static final long COPIED = 1L << 63;

    private static final int REFCOUNT_TABLE = 1;
    private static final int REFCOUNT_BLOCK = 2;
    private static final int L1_TABLE = 3;
    private static final int FIRST_FREE = 4;

    long dataBytes() {
        return virtualBytes / stretchBytes * CLUSTER;
    }

    /** The file seems to have been there for a while. */
    void write(Path path) throws IOException {
        SplittableRandom random = new SplittableRandom(4711);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer l1 = ByteBuffer.allocate(CLUSTER);
            long cluster = FIRST_FREE;
            for (long guest = 0; guest < virtualBytes; guest += TABLE_BYTES) {
                l1.putLong(COPIED | cluster << CLUSTER_BITS);
                cluster = writeTable(file, cluster, random);
            }
            put(file, L1_TABLE, l1.clear());
            put(file, 0, header());
            put(file, REFCOUNT_TABLE, ByteBuffer.allocate(CLUSTER).putLong(0, (long) REFCOUNT_BLOCK << CLUSTER_BITS));
            ByteBuffer counts = ByteBuffer.allocate(CLUSTER);
            for (int i = 0; i < cluster; i++) {
                counts.putShort((short) 1);
            }
            put(file, REFCOUNT_BLOCK, counts.clear());
        }
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }

    /** A level-2 table and its data right behind it; the first free cluster then. */
    private long writeTable(FileChannel file, long tableCluster, SplittableRandom random) throws IOException {
        ByteBuffer table = ByteBuffer.allocate(CLUSTER);
        long cluster = tableCluster + 1;
        int entriesPerStretch = (int) (stretchBytes / CLUSTER);
        for (int first = 0; first < CLUSTER / Long.BYTES; first += entriesPerStretch) {
            int entry = first + random.nextInt(entriesPerStretch);
            table.putLong(entry * Long.BYTES, COPIED | cluster << CLUSTER_BITS);
            put(file, cluster++, halfCompressible(random));
        }
        put(file, tableCluster, table);
        return cluster;
    }

    private static ByteBuffer halfCompressible(SplittableRandom random) {
        byte[] content = new byte[CLUSTER];
        random.nextBytes(content);
        System.arraycopy(content, 0, content, CLUSTER / 2, CLUSTER / 4);
        System.arraycopy(content, 0, content, CLUSTER * 3 / 4, CLUSTER / 4);
        return ByteBuffer.wrap(content);
    }

    /** Version 3 without optional features. */
    private ByteBuffer header() {
        return ByteBuffer.allocate(CLUSTER)
                .put(new byte[] {'Q', 'F', 'I', (byte) 0xfb})
                .putInt(3)
                .putLong(0)
                .putInt(0)
                .putInt(CLUSTER_BITS)
                .putLong(virtualBytes)
                .putInt(0)
                .putInt((int) (virtualBytes / TABLE_BYTES))
                .putLong((long) L1_TABLE << CLUSTER_BITS)
                .putLong((long) REFCOUNT_TABLE << CLUSTER_BITS)
                .putInt(1)
                .putInt(0)
                .putLong(0)
                .putLong(0)
                .putLong(0)
                .putLong(0)
                .putInt(4)
                .putInt(104)
                .clear();
    }

    private static void put(FileChannel file, long cluster, ByteBuffer content) throws IOException {
        long offset = cluster << CLUSTER_BITS;
        while (content.hasRemaining()) {
            file.write(content, offset + content.position());
        }
    }
}
