package io.vmloom.format.qcow2;

import io.vmloom.error.ImageException;
import io.vmloom.error.RequestException;
import io.vmloom.extent.DirtyBitmap;
import io.vmloom.table.TargetRequest;
import java.util.List;

/** Which of a source's bitmaps a target keeps. */
final class KeptBitmaps {
    static final String KEEP = "bitmaps";
    static final String SKIP_BROKEN = "skip_broken_bitmaps";

    private KeptBitmaps() {}

    /**
     * Those that were asked for.
     *
     * @throws ImageException when one of them can not be relied on, and nobody said to leave such out
     */
    static List<DirtyBitmap> of(TargetRequest request, Qcow2Options options) {
        if (!options.bitmaps()) {
            return List.of();
        }
        List<DirtyBitmap> all = request.bitmaps()
                .get()
                .orElseThrow(() -> new RequestException(request.name()
                        + ": bitmaps can be kept of one qcow2 in its active state whose disk does not grow; leave "
                        + KEEP + " (--bitmaps) out"));
        if (!options.skipBrokenBitmaps()) {
            all.stream().filter(DirtyBitmap::broken).findFirst().ifPresent(bitmap -> {
                throw ImageException.unsupported(
                        request.name(),
                        "the source's bitmap '" + bitmap.name()
                                + "' is inconsistent: whoever wrote to the image last did" + " not end it well",
                        "leave such out (--skip-broken-bitmaps, " + SKIP_BROKEN
                                + "), or remove it (qemu-img bitmap --remove)");
            });
        }
        return all.stream().filter(bitmap -> !bitmap.broken()).toList();
    }
}
