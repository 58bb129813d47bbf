package io.vmloom.format.vhdx;

import io.vmloom.error.RequestException;
import io.vmloom.error.TargetException;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetFormat;
import io.vmloom.table.TargetRequest;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.ByteSize;

/** Writes dynamic and fixed disks. */
final class VhdxTarget implements TargetFormat {
    private static final int SECTOR_BYTES = 512;

    @Override
    public TargetDesign design(TargetRequest request) {
        VhdxOptions options = VhdxOptions.of(request);
        if (request.virtualBytes() < 1) {
            throw new RequestException(request.name()
                    + ": a VHDX can not hold an empty disk, which no program would open; give a source with content");
        }
        if (request.virtualBytes() > Metadata.MAX_VIRTUAL_BYTES) {
            throw TargetException.tooLarge(
                    request.name(),
                    "a VHDX holds a disk of at most " + ByteSize.format(Metadata.MAX_VIRTUAL_BYTES)
                            + ", but this one has " + ByteSize.format(request.virtualBytes()),
                    "choose qcow2");
        }
        Metadata metadata = new Metadata(
                options.blockBytes(),
                options.fixed(),
                Alignment.up(request.virtualBytes(), SECTOR_BYTES),
                SECTOR_BYTES,
                SECTOR_BYTES);
        return new VhdxDesign(metadata, request.virtualBytes(), SeededIds.of(request.seed()));
    }
}
