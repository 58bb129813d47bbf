package io.vmloom.format.qcow2;

import io.vmloom.error.TargetException;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetFormat;
import io.vmloom.table.TargetRequest;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.ByteSize;

/** Makes images of version 3, which qemu has read since 1.1, and of version 2. */
final class Qcow2Target implements TargetFormat {
    private static final int SECTOR_BYTES = 512;
    private static final long MAX_L1_ENTRIES = L1Table.MAX_BYTES / Long.BYTES;

    @Override
    public TargetDesign design(TargetRequest request) {
        Qcow2Options options = Qcow2Options.of(request);
        long maxVirtualBytes = MAX_L1_ENTRIES * options.geometry().groupBytes();
        if (request.virtualBytes() > maxVirtualBytes) {
            throw TargetException.tooLarge(
                    request.name(),
                    "a disk of " + ByteSize.format(request.virtualBytes()) + " is larger than the "
                            + ByteSize.format(maxVirtualBytes) + " that a qcow2 with clusters of "
                            + ByteSize.format(options.geometry().clusterBytes())
                            + (options.geometry().extendedL2() ? " and subclusters" : "") + " may have",
                    "choose a larger cluster_size, up to 2M, or raw");
        }
        return new Qcow2Design(options, Alignment.up(request.virtualBytes(), SECTOR_BYTES));
    }
}
