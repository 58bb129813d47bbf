package io.vmloom.format.vhd;

import io.vmloom.error.RequestException;
import io.vmloom.table.FlatDesign;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetFormat;
import io.vmloom.table.TargetRequest;

/** Writes dynamic and fixed disks. */
final class VhdTarget implements TargetFormat {
    /** As qemu writes it beside its creator names. */
    private static final int CREATOR_VERSION = 0x0005_0003;

    @Override
    public TargetDesign design(TargetRequest request) {
        VhdOptions options = VhdOptions.of(request);
        if (options.fixed() && request.virtualBytes() < 1) {
            throw new RequestException(request.name() + ": a fixed VHD can not hold an empty disk, for its footer alone"
                    + " would be taken for a dynamic one; use subformat=dynamic");
        }
        TargetSize size = TargetSize.of(request, options.exactSize());
        SeededId id = SeededId.of(request.seed());
        DiskType type = options.fixed() ? DiskType.FIXED : DiskType.DYNAMIC;
        Footer footer = new Footer(
                Footer.VERSION_1,
                options.fixed() ? Footer.NO_HEADER : DynamicDesign.HEADER_OFFSET,
                id.timestamp(),
                size.creator(),
                CREATOR_VERSION,
                size.virtualBytes(),
                size.geometry(),
                type.code(),
                id.id(),
                false);
        return options.fixed()
                ? new FlatDesign(request.virtualBytes(), size.virtualBytes(), footer.toBytes())
                : new DynamicDesign(footer);
    }
}
