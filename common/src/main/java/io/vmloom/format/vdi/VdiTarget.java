package io.vmloom.format.vdi;

import io.vmloom.error.TargetException;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetFormat;
import io.vmloom.table.TargetRequest;
import io.vmloom.unit.ByteSize;

/** Writes images of version 1.1 with blocks of 1 MiB, the only ones that qemu and 7-Zip read. */
final class VdiTarget implements TargetFormat {
    /** What qemu opens: a map of at most 2 GiB with the header in front of it. */
    private static final long MAX_VIRTUAL_BYTES = 0x1fff_ff80L * VdiDesign.BLOCK_BYTES;

    @Override
    public TargetDesign design(TargetRequest request) {
        VdiOptions options = VdiOptions.of(request);
        if (request.virtualBytes() > MAX_VIRTUAL_BYTES) {
            throw TargetException.tooLarge(
                    request.name(),
                    "a disk of " + ByteSize.format(request.virtualBytes()) + " is larger than the "
                            + ByteSize.format(MAX_VIRTUAL_BYTES) + " that a VDI may have",
                    "choose raw or qcow2");
        }
        return new VdiDesign(
                request.virtualBytes(),
                options.type(),
                Identifier.derived(request.seed(), "image"),
                Identifier.derived(request.seed(), "modification"));
    }
}
