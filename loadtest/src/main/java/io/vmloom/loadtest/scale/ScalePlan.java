package io.vmloom.loadtest.scale;

import io.vmloom.coordinator.pipeline.RangeSizing;
import io.vmloom.error.RequestException;
import io.vmloom.unit.ByteSize;
import java.nio.charset.StandardCharsets;

/**
 * How much there is to do, and who is there to do it.
 *
 * @param ranges of each item
 * @param itemsAtOnce of each coordinator
 * @param credit tasks that each coordinator gives out at once; 0 for three for each slot
 * @param javaOptions of each coordinator
 */
record ScalePlan(
        int batches,
        int itemsPerBatch,
        int ranges,
        int coordinators,
        WorkforcePlan workforce,
        int itemsAtOnce,
        int credit,
        String output,
        String javaOptions) {
    /** Ranges of larger disks are longer. */
    private static final long SMALL_DISK_BYTES = ByteSize.GIB;

    ScalePlan {
        if (batches < 1 || itemsPerBatch < 1 || ranges < 1 || coordinators < 1 || itemsAtOnce < 1) {
            throw new RequestException(
                    "--batches, --items, --ranges, --coordinators and --items-at-once must be at least 1");
        }
    }

    /** As many bytes as are divided into so many ranges. */
    long diskBytes() {
        long shortest = RangeSizing.STANDARD.rangeBytes(0);
        long shortDisk = ranges * shortest;
        return shortDisk <= SMALL_DISK_BYTES
                ? shortDisk
                : ranges * RangeSizing.STANDARD.rangeBytes(SMALL_DISK_BYTES + 1);
    }

    long items() {
        return (long) batches * itemsPerBatch;
    }

    long tasks() {
        return items() * ranges;
    }

    byte[] manifest(int batch) {
        StringBuilder text = new StringBuilder("apiVersion: vmloom.io/v1\nname: scale-%d\nitems:\n".formatted(batch));
        for (int i = 0; i < itemsPerBatch; i++) {
            text.append("  - {source: {uri: \"%s\", format: raw}, output: {uri: \"s3://%s/out/%d/%d\", %s}}%n"
                    .formatted(InventedDisks.disk(batch, i), InventedDisks.BUCKET, batch, i, output));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
