package io.vmloom.format.qed;

import io.vmloom.error.RequestException;
import io.vmloom.error.TargetException;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetFormat;
import io.vmloom.table.TargetRequest;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.ByteSize;

/** Makes images that stand alone. */
final class QedTarget implements TargetFormat {
    private static final int SECTOR_BYTES = 512;

    /** What the header may cover in QEMU; a front in which most tables turn out to be unused is all header. */
    private static final long MAX_HEADER_BYTES = 0xffff_ffffL;

    /** QEMU counts the bytes of like clusters in a row with 32 bits, and aborts where that gives 0. */
    private static final long MAX_COUNTED_BYTES = 1L << 32;

    private static final String ADVICE = "choose cluster_size=128k with table_size=2, or qcow2";

    @Override
    public TargetDesign design(TargetRequest request) {
        QedOptions options = QedOptions.of(request);
        QedDesign design = new QedDesign(options, Alignment.up(request.virtualBytes(), SECTOR_BYTES));
        if (Math.min(design.virtualBytes(), design.groupBytes()) > MAX_COUNTED_BYTES) {
            throw new RequestException(request.name() + ": a table of " + options.tableClusters() + " clusters of "
                    + ByteSize.format(options.clusterBytes())
                    + " maps more than 4 GiB, and qemu-img aborts when it reads such a disk; leave both sizes out, or "
                    + ADVICE);
        }
        long maxTables =
                Math.min(options.tableEntries(), (MAX_HEADER_BYTES - options.clusterBytes()) / options.tableBytes());
        if (Math.ceilDiv(request.virtualBytes(), design.groupBytes()) > maxTables) {
            throw TargetException.tooLarge(
                    request.name(),
                    "a disk of " + ByteSize.format(request.virtualBytes()) + " is larger than the "
                            + ByteSize.format(maxTables * design.groupBytes()) + " that a QED with tables of "
                            + options.tableClusters() + " clusters of " + ByteSize.format(options.clusterBytes())
                            + " may have here",
                    ADVICE);
        }
        return design;
    }
}
