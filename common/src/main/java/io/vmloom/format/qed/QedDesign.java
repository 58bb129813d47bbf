package io.vmloom.format.qed;

import io.vmloom.layout.Arrangement;
import io.vmloom.table.GroupSet;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import io.vmloom.table.TargetDesign;
import io.vmloom.task.EncoderSpec;

/**
 * {@code header | L1 table | L2 tables of populated groups | clusters} in any order without gaps. The header says how many
 * clusters it covers, so that padding of the front is its own and no cluster leaks.
 */
record QedDesign(QedOptions options, long virtualBytes) implements TargetDesign {
    private static final int LEAST_HEADER_CLUSTERS = 1;

    @Override
    public EncoderSpec encoder() {
        return new EncoderSpec.PackedPlain(options.clusterBytes());
    }

    @Override
    public Arrangement arrangement() {
        return Arrangement.FREE;
    }

    @Override
    public long groupBytes() {
        return (long) options.tableEntries() * options.clusterBytes();
    }

    @Override
    public int frontAlignmentBytes() {
        return options.clusterBytes();
    }

    @Override
    public long frontBytes(GroupSet groups, long dataBytes) {
        return (long) LEAST_HEADER_CLUSTERS * options.clusterBytes() + tablesBytes(groups);
    }

    @Override
    public long tailBytes() {
        return 0;
    }

    /** Never reached: entries hold whole offsets. */
    @Override
    public long maxFileBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    public void writeFront(Stitch stitch, TableSink sink) {
        new QedFront(this, stitch, sink).write();
    }

    @Override
    public void writeTail(Stitch stitch, TableSink sink) {}

    /** What the L1 table, always whole, and the L2 tables take. */
    long tablesBytes(GroupSet groups) {
        return (1L + groups.count()) * options.tableBytes();
    }
}
