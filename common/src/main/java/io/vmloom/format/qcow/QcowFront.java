package io.vmloom.format.qcow;

import io.vmloom.error.InternalException;
import io.vmloom.format.TwoLevelWriter;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import java.nio.ByteOrder;
import java.util.Optional;

/** Writes header and tables in one pass over the fragments. */
final class QcowFront {
    private final QcowDesign design;
    private final Stitch stitch;
    private final TableSink sink;

    QcowFront(QcowDesign design, Stitch stitch, TableSink sink) {
        this.design = design;
        this.stitch = stitch;
        this.sink = sink;
    }

    void write() {
        long frontBytes = stitch.layout().frontBytes();
        long usedBytes = design.usedFrontBytes(stitch.groups());
        if (usedBytes > frontBytes) {
            throw new InternalException(
                    "qcow tables take " + usedBytes + " bytes, but the layout has room for " + frontBytes, null);
        }
        TwoLevelWriter tables = new TwoLevelWriter(
                stitch,
                sink,
                new TwoLevelWriter.Shape(1 << design.tableBits(), design.clusterBytes(), ByteOrder.BIG_ENDIAN),
                new NewEntries(design.options().clusterBits()));
        QcowHeader header = new QcowHeader(
                design.options().clusterBits(),
                design.tableBits(),
                QcowHeader.BYTES,
                design.virtualBytes(),
                false,
                Optional.empty());
        sink.write(header.bytes());
        tables.writeFirst(design.l1Entries(), design.secondOffset() - QcowHeader.BYTES, design.secondOffset());
        tables.writeSecond();
        sink.zeros(frontBytes - usedBytes);
    }

    private record NewEntries(int clusterBits) implements TwoLevelWriter.Entries {
        @Override
        public long table(long offset) {
            return offset;
        }

        @Override
        public long plain(long offset) {
            return offset;
        }

        @Override
        public long compressed(long offset, int lengthBytes) {
            return QcowClusters.COMPRESSED | (long) lengthBytes << QcowClusters.offsetBits(clusterBits) | offset;
        }
    }
}
