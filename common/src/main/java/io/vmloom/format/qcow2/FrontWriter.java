package io.vmloom.format.qcow2;

import io.vmloom.error.InternalException;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import io.vmloom.unit.Alignment;

/** Writes the front part by part; two passes over the fragments, with one table in memory. */
final class FrontWriter {
    private final Qcow2Design design;
    private final Stitch stitch;
    private final TableSink sink;
    private final FrontShape shape;

    FrontWriter(Qcow2Design design, Stitch stitch, TableSink sink) {
        this.design = design;
        this.stitch = stitch;
        this.sink = sink;
        int clusterBits = design.options().clusterBits();
        long fileClusters = Math.ceilDiv(stitch.layout().dataEndBytes(), design.clusterBytes());
        this.shape = FrontShape.ofFile(
                clusterBits, design.l1Entries(), stitch.groups().count(), fileClusters);
    }

    void write() {
        long frontBytes = stitch.layout().frontBytes();
        long usedBytes = shape.clusters() << design.options().clusterBits();
        if (usedBytes > frontBytes || !Alignment.isAligned(frontBytes, design.clusterBytes())) {
            throw new InternalException(
                    "qcow2 tables take " + usedBytes + " bytes, but the layout has room for " + frontBytes, null);
        }
        sink.write(HeaderCluster.of(design, shape));
        writeL1();
        writeRefcountTable();
        new RefcountWriter(design, shape, stitch, sink).write();
        new L2Writer(design, stitch, sink).write();
        sink.zeros(frontBytes - usedBytes);
    }

    private void writeL1() {
        EntryBuffer entries = new EntryBuffer(sink);
        long table = 0;
        for (long group = 0; group < shape.l1Entries(); group++) {
            entries.put(stitch.groups().contains(group) ? L2Entry.COPIED | shape.l2Offset(table++) : 0);
        }
        entries.endAt(shape.l1Clusters() * design.clusterBytes());
    }

    private void writeRefcountTable() {
        EntryBuffer entries = new EntryBuffer(sink);
        for (long block = 0; block < shape.refcountBlocks(); block++) {
            entries.put(shape.refcountBlockOffset(block));
        }
        entries.endAt(shape.refcountTableClusters() * design.clusterBytes());
    }
}
