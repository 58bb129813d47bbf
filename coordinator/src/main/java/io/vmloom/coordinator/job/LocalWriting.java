package io.vmloom.coordinator.job;

import io.vmloom.error.RequestException;
import io.vmloom.format.Formats;
import io.vmloom.object.ZeroRule;
import io.vmloom.store.Location;
import io.vmloom.unit.ByteSize;
import java.util.Map;

/** How a local target is written, and what is asked of targets that can not be written so. */
public final class LocalWriting {
    /** As {@code qemu-img convert -S} has it. */
    static final String SPARSE_SIZE = "sparse_size";

    /** qemu-img's limit. */
    private static final long MAX_SPARSE_BYTES = 16 * ByteSize.MIB;

    private static final int SECTOR_BYTES = 512;

    private LocalWriting() {}

    /** Refuses what makes no sense for this target, as far as that can be known without looking at it. */
    public static void require(
            Location target, String targetFormat, Map<String, String> options, OverwritePolicy overwrite) {
        boolean rawFile = target instanceof Location.OnDisk
                && targetFormat.equals(Formats.raw().name());
        if (overwrite.inPlace() && !rawFile) {
            throw new RequestException(target + ": only raw files and devices are written in place (-n, overwrite:"
                    + " in-place), for the tables of other formats are made anew and objects are stored as a whole;"
                    + " leave that out, or write raw");
        }
        if (overwrite.inPlace() && !options.isEmpty()) {
            throw new RequestException(
                    target + ": options (-o, -S) have no effect on a target that is there already (-n,"
                            + " overwrite: in-place); leave them out");
        }
        if (options.containsKey(SPARSE_SIZE) && !rawFile) {
            throw new RequestException(target + ": " + SPARSE_SIZE + " (-S) is for raw files: other formats leave out"
                    + " their units of zeros, and objects have no holes; leave it out");
        }
        zeros(target.toString(), options, overwrite);
    }

    /** What becomes of zeros; {@link RequestException} for a size that is none. */
    public static ZeroRule zeros(String target, Map<String, String> options, OverwritePolicy overwrite) {
        return switch (overwrite) {
            case KEEP, REPLACE ->
                options.containsKey(SPARSE_SIZE)
                        ? new ZeroRule.LongHoles(sparseBytes(target, options.get(SPARSE_SIZE)))
                        : ZeroRule.USUAL;
            case IN_PLACE -> new ZeroRule.Compared();
            case IN_PLACE_ZEROED -> new ZeroRule.LeftOut();
        };
    }

    private static long sparseBytes(String target, String text) {
        try {
            long bytes = ByteSize.parse(text);
            if (bytes % SECTOR_BYTES == 0 && bytes <= MAX_SPARSE_BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new RequestException(target + ": " + SPARSE_SIZE + " (-S): " + e.getMessage());
        }
        throw new RequestException(target + ": " + SPARSE_SIZE + " (-S) must be a multiple of 512 up to 16M, or 0 for a"
                + " file without holes, got: '" + text + "'");
    }
}
