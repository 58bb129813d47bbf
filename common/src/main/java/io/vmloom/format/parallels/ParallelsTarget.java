package io.vmloom.format.parallels;

import io.vmloom.error.TargetException;
import io.vmloom.format.TargetOptions;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetFormat;
import io.vmloom.table.TargetRequest;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.ByteSize;
import java.util.Set;

/** Makes image files of the newer version. */
final class ParallelsTarget implements TargetFormat {
    private static final int SECTOR_BYTES = 512;
    private static final String CLUSTER_SIZE = "cluster_size";

    /** What Parallels itself uses. */
    private static final long DEFAULT_BLOCK_BYTES = ByteSize.MIB;

    private static final long MIN_BLOCK_BYTES = 4 * ByteSize.KIB;
    private static final long MAX_BLOCK_BYTES = 64 * ByteSize.MIB;

    /** QEMU opens no image with more. */
    private static final long MAX_BLOCKS = Integer.MAX_VALUE / Integer.BYTES;

    @Override
    public TargetDesign design(TargetRequest request) {
        int blockBytes = new TargetOptions(request, ParallelsFormat.NAME)
                .requireKnown(Set.of(CLUSTER_SIZE))
                .powerOfTwo(CLUSTER_SIZE, DEFAULT_BLOCK_BYTES, MIN_BLOCK_BYTES, MAX_BLOCK_BYTES);
        if (Math.ceilDiv(request.virtualBytes(), blockBytes) > MAX_BLOCKS) {
            throw TargetException.tooLarge(
                    request.name(),
                    "a disk of " + ByteSize.format(request.virtualBytes()) + " is larger than the "
                            + ByteSize.format(MAX_BLOCKS * blockBytes) + " that a Parallels image with clusters of "
                            + ByteSize.format(blockBytes) + " may have",
                    "choose a larger cluster_size or qcow2");
        }
        return new ParallelsDesign(blockBytes, Alignment.up(request.virtualBytes(), SECTOR_BYTES));
    }
}
