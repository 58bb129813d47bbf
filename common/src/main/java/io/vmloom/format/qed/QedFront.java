package io.vmloom.format.qed;

import io.vmloom.error.InternalException;
import io.vmloom.format.TwoLevelWriter;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import io.vmloom.unit.Alignment;
import java.nio.ByteOrder;
import java.util.Optional;

/** Writes the header and, at the front's end, the tables, in one pass over the fragments. */
final class QedFront {
    private final QedDesign design;
    private final Stitch stitch;
    private final TableSink sink;

    QedFront(QedDesign design, Stitch stitch, TableSink sink) {
        this.design = design;
        this.stitch = stitch;
        this.sink = sink;
    }

    void write() {
        long clusterBytes = design.options().clusterBytes();
        long headerBytes = stitch.layout().frontBytes() - design.tablesBytes(stitch.groups());
        if (headerBytes < clusterBytes || !Alignment.isAligned(headerBytes, clusterBytes)) {
            throw new InternalException(
                    "QED tables leave " + headerBytes + " bytes of " + stitch.layout() + " to the header", null);
        }
        TwoLevelWriter tables = new TwoLevelWriter(
                stitch,
                sink,
                new TwoLevelWriter.Shape(
                        design.options().tableEntries(), design.options().clusterBytes(), ByteOrder.LITTLE_ENDIAN),
                NewEntries.INSTANCE);
        byte[] header = new QedHeader(
                        clusterBytes,
                        design.options().tableClusters(),
                        headerBytes,
                        0,
                        headerBytes,
                        design.virtualBytes(),
                        Optional.empty())
                .bytes();
        sink.write(header);
        sink.zeros(headerBytes - header.length);
        long tableBytes = design.options().tableBytes();
        tables.writeFirst(design.options().tableEntries(), tableBytes, headerBytes + tableBytes);
        tables.writeSecond();
    }

    /** Entries are offsets. */
    private enum NewEntries implements TwoLevelWriter.Entries {
        INSTANCE;

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
            throw new InternalException("a cluster of a QED is stored compressed", null);
        }
    }
}
