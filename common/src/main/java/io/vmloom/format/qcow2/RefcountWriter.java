package io.vmloom.format.qcow2;

import io.vmloom.error.InternalException;
import io.vmloom.fragment.FragmentIndex;
import io.vmloom.fragment.UnitVisitor;
import io.vmloom.layout.FragmentPlace;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Writes the refcount blocks: 1 for tables and plain clusters, and for a cluster with compressed data the number of those
 * whose sectors lie in it. Host clusters come in ascending order, so that two counters and one block are enough.
 */
final class RefcountWriter {
    private final FrontShape shape;
    private final Stitch stitch;
    private final TableSink sink;
    private final int clusterBits;
    private final RefcountWidth width;
    private final int perBlock;
    private final long tailClusters;
    private final ByteBuffer block;

    /** The first cluster whose count is not in a block yet, its count so far, and that of the one behind it. */
    private long cluster;

    private int count;
    private int nextCount;

    RefcountWriter(Qcow2Design design, FrontShape shape, Stitch stitch, TableSink sink) {
        this.shape = shape;
        this.stitch = stitch;
        this.sink = sink;
        this.clusterBits = design.geometry().clusterBits();
        this.width = design.options().refcounts();
        this.perBlock = width.perBlock(design.clusterBytes());
        this.tailClusters = design.tailBytes() >>> clusterBits;
        this.block = ByteBuffer.allocate(design.clusterBytes());
    }

    void write() {
        ones(0, shape.clusters());
        for (FragmentPlace place : stitch.layout().places()) {
            FragmentIndex index = stitch.indexes().of(place.range());
            ones(place.offset().bytes() >>> clusterBits, index.plainUnits());
            index.forEach(new CompressedUnits(place.offset().bytes()));
        }
        ones(stitch.layout().dataEndBytes() >>> clusterBits, tailClusters);
        moveTo(shape.refcountBlocks() * perBlock);
    }

    private void ones(long first, long clusters) {
        for (long i = 0; i < clusters; i++) {
            touch(first + i, first + i);
        }
    }

    /** Counts one more user of these clusters, which are at most two and do not lie before those touched last. */
    private void touch(long first, long last) {
        moveTo(first);
        if (last > first + 1) {
            throw new InternalException("a compressed cluster at cluster " + first + " touches more than two", null);
        }
        count++;
        if (last > first) {
            nextCount++;
        }
    }

    private void moveTo(long target) {
        if (target < cluster) {
            throw new InternalException(
                    "refcounts must be taken in file order, got cluster " + target + " behind " + cluster, null);
        }
        while (cluster < target) {
            if (count > width.most()) {
                throw new InternalException(
                        "cluster " + cluster + " has " + count + " users, more than " + width.bits() + " bits count",
                        null);
            }
            width.put(block, (int) (cluster % perBlock), count);
            cluster++;
            if (cluster % perBlock == 0) {
                sink.write(block.array());
                Arrays.fill(block.array(), (byte) 0);
            }
            count = nextCount;
            nextCount = 0;
        }
    }

    /** Counts the compressed clusters of one fragment, whose plain ones were counted before. */
    private final class CompressedUnits implements UnitVisitor {
        private final long fragmentOffset;

        CompressedUnits(long fragmentOffset) {
            this.fragmentOffset = fragmentOffset;
        }

        @Override
        public void zero(long firstUnit, long units) {}

        @Override
        public void plain(long firstUnit, long units, long offset) {}

        @Override
        public void compressed(long unit, long offset, int lengthBytes) {
            long first = fragmentOffset + offset;
            touch(first >>> clusterBits, first + lengthBytes - 1 >>> clusterBits);
        }
    }
}
