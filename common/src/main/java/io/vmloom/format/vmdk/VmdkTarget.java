package io.vmloom.format.vmdk;

import io.vmloom.error.RequestException;
import io.vmloom.error.TargetException;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetFormat;
import io.vmloom.table.TargetRequest;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.ByteSize;

/** Writes disks as one file, sparse to run from or streamOptimized to import, and as a descriptor with its extents. */
final class VmdkTarget implements TargetFormat {
    /** What the reader's cap on the directory allows as well. */
    private static final long MAX_VIRTUAL_BYTES = (long) GrainDirectory.MAX_TABLES * StreamOptimizedDesign.GROUP_BYTES;

    @Override
    public TargetDesign design(TargetRequest request) {
        VmdkOptions options = VmdkOptions.of(request);
        if (request.virtualBytes() < 1) {
            throw new RequestException(request.name()
                    + ": a VMDK can not hold an empty disk, which no program would open; give a source with content");
        }
        if (request.virtualBytes() > MAX_VIRTUAL_BYTES) {
            throw TargetException.tooLarge(
                    request.name(),
                    "a disk of " + ByteSize.format(request.virtualBytes()) + " is larger than the "
                            + ByteSize.format(MAX_VIRTUAL_BYTES) + " that a VMDK may have",
                    "choose raw or qcow2");
        }
        long virtualBytes = Alignment.up(request.virtualBytes(), SparseHeader.SECTOR_BYTES);
        return switch (options.subformat()) {
            case MONOLITHIC_SPARSE ->
                new MonolithicSparseDesign(virtualBytes, DescriptorText.ofOneFile(request, virtualBytes, options));
            case STREAM_OPTIMIZED ->
                new StreamOptimizedDesign(
                        virtualBytes, options, DescriptorText.ofOneFile(request, virtualBytes, options));
            case MONOLITHIC_FLAT -> SeparateExtents.FLAT.design(request, virtualBytes, options);
            case TWO_GB_MAX_EXTENT_SPARSE -> SeparateExtents.SPARSE_PIECES.design(request, virtualBytes, options);
            case TWO_GB_MAX_EXTENT_FLAT -> SeparateExtents.FLAT_PIECES.design(request, virtualBytes, options);
            case VMFS -> SeparateExtents.VMFS.design(request, virtualBytes, options);
        };
    }
}
