package io.vmloom.format.qcow;

import io.vmloom.layout.Arrangement;
import io.vmloom.table.GroupSet;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import io.vmloom.table.TargetDesign;
import io.vmloom.task.EncoderSpec;
import io.vmloom.unit.Alignment;

/**
 * {@code header, L1 table | L2 tables of populated groups | zeros | clusters}, in any order. Nothing counts the clusters of
 * the file, so that gaps are harmless.
 */
record QcowDesign(QcowOptions options, long virtualBytes) implements TargetDesign {
    private static final int ENTRY_BITS = 3;

    /** libqcow opens no image whose tables map more than 128 MiB each. */
    private static final int MAX_GROUP_BITS = 27;

    @Override
    public EncoderSpec encoder() {
        return options.compression()
                .<EncoderSpec>map(compression ->
                        new EncoderSpec.PackedCompressed(clusterBytes(), compression, options.keepsStreams()))
                .orElseGet(() -> new EncoderSpec.PackedPlain(clusterBytes()));
    }

    @Override
    public Arrangement arrangement() {
        return Arrangement.FREE;
    }

    @Override
    public long groupBytes() {
        return 1L << options.clusterBits() + tableBits();
    }

    @Override
    public int frontAlignmentBytes() {
        return clusterBytes();
    }

    @Override
    public long frontBytes(GroupSet groups, long dataBytes) {
        return Alignment.up(usedFrontBytes(groups), clusterBytes());
    }

    @Override
    public long tailBytes() {
        return 0;
    }

    /** Bit 63 of an entry says compressed, and as many bits as a cluster has say how long it is. */
    @Override
    public long maxFileBytes() {
        return options.compression().isPresent()
                ? 1L << QcowClusters.offsetBits(options.clusterBits())
                : Long.MAX_VALUE;
    }

    @Override
    public void writeFront(Stitch stitch, TableSink sink) {
        new QcowFront(this, stitch, sink).write();
    }

    @Override
    public void writeTail(Stitch stitch, TableSink sink) {}

    int clusterBytes() {
        return 1 << options.clusterBits();
    }

    /** Binary logarithm of a second-level table's entries: the table is a cluster, as QEMU makes it, or less. */
    int tableBits() {
        return Math.min(options.clusterBits() - ENTRY_BITS, MAX_GROUP_BITS - options.clusterBits());
    }

    private int tableBytes() {
        return Long.BYTES << tableBits();
    }

    long usedFrontBytes(GroupSet groups) {
        return secondOffset() + (long) groups.count() * tableBytes();
    }

    long l1Entries() {
        return Math.ceilDiv(virtualBytes, groupBytes());
    }

    /** Where the first L2 table stands. */
    long secondOffset() {
        return Alignment.up(QcowHeader.BYTES + l1Entries() * Long.BYTES, tableBytes());
    }
}
