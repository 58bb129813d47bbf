package io.vmloom.format.qcow2;

import io.vmloom.error.InternalException;
import io.vmloom.format.EntryStream;
import io.vmloom.format.TwoLevelWriter;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import io.vmloom.unit.Alignment;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/** Writes the front part by part; two passes over the fragments, with a piece of a table in memory. */
final class FrontWriter {
    private final Qcow2Design design;
    private final Stitch stitch;
    private final TableSink sink;
    private final FrontShape shape;

    FrontWriter(Qcow2Design design, Stitch stitch, TableSink sink) {
        this.design = design;
        this.stitch = stitch;
        this.sink = sink;
        long fileClusters = Math.ceilDiv(stitch.layout().dataEndBytes() + design.tailBytes(), design.clusterBytes());
        this.shape = FrontShape.ofFile(design.basis(), stitch.groups().count(), fileClusters);
    }

    void write() {
        long frontBytes = stitch.layout().frontBytes();
        long usedBytes = shape.clusters() << design.geometry().clusterBits();
        if (usedBytes > frontBytes || !Alignment.isAligned(frontBytes, design.clusterBytes())) {
            throw new InternalException(
                    "qcow2 tables take " + usedBytes + " bytes, but the layout has room for " + frontBytes, null);
        }
        TwoLevelWriter tables = new TwoLevelWriter(
                stitch,
                sink,
                new TwoLevelWriter.Shape(
                        design.geometry().tableEntries(),
                        design.geometry().entryBytes() / Long.BYTES,
                        design.clusterBytes(),
                        ByteOrder.BIG_ENDIAN),
                new NewEntries(design.geometry(), design.backing().isPresent()));
        sink.write(HeaderCluster.of(design, shape, stitch.layout().dataEndBytes()));
        design.bitmaps().write(shape.bitmapsOffset(), sink);
        tables.writeFirst(shape.basis().l1Entries(), shape.l1Clusters() * design.clusterBytes(), shape.l2Offset(0));
        writeRefcountTable();
        new RefcountWriter(design, shape, stitch, sink).write();
        tables.writeSecond();
        sink.zeros(frontBytes - usedBytes);
    }

    private void writeRefcountTable() {
        EntryStream entries = new EntryStream(sink, ByteOrder.BIG_ENDIAN);
        for (long block = 0; block < shape.refcountBlocks(); block++) {
            entries.putLong(shape.refcountBlockOffset(block));
        }
        entries.zerosUpTo(shape.refcountTableClusters() * design.clusterBytes());
        entries.flush();
    }

    /** Nothing is shared, so everything that has a refcount of its own says so. */
    private record NewEntries(Geometry geometry, boolean layer) implements TwoLevelWriter.Entries {
        @Override
        public long table(long offset) {
            return L2Entry.COPIED | offset;
        }

        @Override
        public long plain(long offset) {
            return L2Entry.plain(offset).raw();
        }

        @Override
        public long compressed(long offset, int lengthBytes) {
            return L2Entry.compressed(geometry.clusterBits(), offset, lengthBytes)
                    .raw();
        }

        /** With subclusters, their bitmap alone tells of zeros. */
        @Override
        public OptionalLong zero() {
            return layer ? OptionalLong.of(geometry.extendedL2() ? 0 : L2Entry.ZERO) : OptionalLong.empty();
        }

        /** A cluster that is there is there as a whole: which of its subclusters are zero is not known here. */
        @Override
        public long behind(long entry) {
            SubclusterBitmap standard = entry == 0 ? SubclusterBitmap.ALL_ZERO : SubclusterBitmap.ALL_ALLOCATED;
            return (new L2Entry(entry).isCompressed() ? SubclusterBitmap.NONE : standard).raw();
        }
    }
}
