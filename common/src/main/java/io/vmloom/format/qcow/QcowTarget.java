package io.vmloom.format.qcow;

import io.vmloom.error.RequestException;
import io.vmloom.error.TargetException;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetFormat;
import io.vmloom.table.TargetRequest;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.ByteSize;

/** Makes images that stand alone, plain or compressed. */
final class QcowTarget implements TargetFormat {
    private static final int SECTOR_BYTES = 512;

    /** QEMU opens no image with more. */
    private static final long MAX_L1_ENTRIES = Integer.MAX_VALUE / Long.BYTES;

    @Override
    public TargetDesign design(TargetRequest request) {
        QcowOptions options = QcowOptions.of(request);
        if (request.virtualBytes() < 1) {
            throw new RequestException(request.name()
                    + ": a qcow can not hold an empty disk, which no program would open; give a source with content");
        }
        QcowDesign design = new QcowDesign(options, Alignment.up(request.virtualBytes(), SECTOR_BYTES));
        if (design.l1Entries() > MAX_L1_ENTRIES) {
            throw TargetException.tooLarge(
                    request.name(),
                    "a disk of " + ByteSize.format(request.virtualBytes()) + " is larger than the "
                            + ByteSize.format(MAX_L1_ENTRIES * design.groupBytes()) + " that a qcow with clusters of "
                            + ByteSize.format(design.clusterBytes()) + " may have",
                    "choose cluster_size=64k or qcow2");
        }
        return design;
    }
}
