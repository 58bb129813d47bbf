package io.vmloom.format.qcow2;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.Alignment;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The refcounts as they stand in the image: the table in memory (8 MiB at the most), blocks read when they are asked for.
 * Not thread-safe.
 *
 * @see <a href="https://gitlab.com/qemu-project/qemu/-/blob/master/docs/interop/qcow2.rst">qcow2 specification, "Host
 *     cluster management"</a>
 */
final class Refcounts {
    /** QEMU's limit of the refcount table. */
    static final long MAX_TABLE_BYTES = 8L << 20;

    static final int TABLE_OFFSET_AT = 48;
    private static final int TABLE_CLUSTERS_AT = 56;
    private static final int CACHED_BYTES = 8 << 20;

    private final ByteSource source;
    private final int clusterBytes;
    private final RefcountWidth width;
    private final long entriesPerBlock;
    private final long tableOffset;
    private final ByteBuffer table;
    private final Map<Integer, ByteBuffer> blocks;

    private Refcounts(ByteSource source, int clusterBytes, RefcountWidth width, long tableOffset, ByteBuffer table) {
        this.source = source;
        this.clusterBytes = clusterBytes;
        this.width = width;
        this.entriesPerBlock = width.perBlock(clusterBytes);
        this.tableOffset = tableOffset;
        this.table = table;
        int cached = Math.max(2, CACHED_BYTES / clusterBytes);
        this.blocks = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, ByteBuffer> eldest) {
                return size() > cached;
            }
        };
    }

    static Refcounts read(ByteSource source, Qcow2Header header) {
        int clusterBytes = header.geometry().clusterBytes();
        BigEndianReader in = new BigEndianReader(source, "the qcow2 header", TABLE_OFFSET_AT);
        long offset = in.u64();
        long clusters = in.u32();
        long lengthBytes = clusters * clusterBytes;
        if (lengthBytes > MAX_TABLE_BYTES) {
            throw ImageException.invalid(
                    source.name(),
                    TABLE_CLUSTERS_AT,
                    "the refcount table must have at most " + MAX_TABLE_BYTES + " bytes, got: " + lengthBytes);
        }
        if (offset <= 0 || !Alignment.isAligned(offset, clusterBytes) || offset > source.sizeBytes() - lengthBytes) {
            throw ImageException.invalid(
                    source.name(),
                    TABLE_OFFSET_AT,
                    "the refcount table of " + lengthBytes + " bytes must begin at a cluster inside the file of 0x"
                            + Long.toHexString(source.sizeBytes()) + " bytes, got: 0x" + Long.toHexString(offset));
        }
        ByteBuffer table = ByteBuffer.allocate((int) lengthBytes);
        source.read(offset, table);
        return new Refcounts(source, clusterBytes, RefcountWidth.read(source, header), offset, table.flip());
    }

    /** As if there were none: neither a table nor blocks, and every refcount is 0. */
    static Refcounts none(ByteSource source, Qcow2Header header) {
        return new Refcounts(
                source,
                header.geometry().clusterBytes(),
                RefcountWidth.read(source, header),
                0,
                ByteBuffer.allocate(0));
    }

    long tableOffset() {
        return tableOffset;
    }

    long tableBytes() {
        return table.limit();
    }

    int tableEntries() {
        return table.limit() / Long.BYTES;
    }

    /** File offset of an entry of the table. */
    long entryOffset(int block) {
        return tableOffset + (long) block * Long.BYTES;
    }

    /** Where a block should stand, unchecked; 0 when it is absent. */
    long blockOffset(int block) {
        return tableEntry(block) & -512L;
    }

    long tableEntry(int block) {
        return table.getLong(block * Long.BYTES);
    }

    boolean isUsable(int block) {
        long offset = blockOffset(block);
        return offset > 0 && Alignment.isAligned(offset, clusterBytes) && offset <= source.sizeBytes() - clusterBytes;
    }

    /** The first cluster, from this one on, of which a block tells; {@link Long#MAX_VALUE} when there is none. */
    long nextCovered(long cluster) {
        for (long block = cluster / entriesPerBlock; block < tableEntries(); block++) {
            if (isUsable((int) block)) {
                return Math.max(cluster, block * entriesPerBlock);
            }
        }
        return Long.MAX_VALUE;
    }

    /** The stored refcount; 0 where no block tells one. */
    long of(long cluster) {
        long block = cluster / entriesPerBlock;
        if (block >= tableEntries() || !isUsable((int) block)) {
            return 0;
        }
        ByteBuffer bytes = blocks.computeIfAbsent((int) block, this::readBlock);
        return width.get(bytes, (int) (cluster % entriesPerBlock));
    }

    private ByteBuffer readBlock(int block) {
        ByteBuffer bytes = ByteBuffer.allocate(clusterBytes);
        source.read(blockOffset(block), bytes);
        return bytes.flip();
    }
}
