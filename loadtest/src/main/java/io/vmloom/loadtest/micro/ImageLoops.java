package io.vmloom.loadtest.micro;

import io.vmloom.digest.GuestDigest;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.range.RangeLimits;
import io.vmloom.range.RangePlanner;
import io.vmloom.unit.ByteSize;
import io.vmloom.unit.GuestOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** From an image's tables to extents, and from these to ranges. */
@State(Scope.Thread)
public class ImageLoops {
    private static final String ENTRIES = "entries";

    private final DiskImage qcow2 = SampleImage.of(SampleTarget.QCOW2).open();
    private final DiskImage qcow2Compressed =
            SampleImage.of(SampleTarget.QCOW2_ZLIB).open();
    private final DiskImage vmdk = SampleImage.of(SampleTarget.VMDK).open();
    private final DiskImage vhdx = SampleImage.of(SampleTarget.VHDX).open();
    private final List<Extent> extents = extents(qcow2Compressed);

    @Benchmark
    @Measured(amount = SampleTarget.UNITS, unit = ENTRIES, by = Yardstick.RECORDS)
    public long qcow2Walk() {
        return walk(qcow2);
    }

    @Benchmark
    @Measured(amount = SampleTarget.UNITS, unit = ENTRIES, by = Yardstick.RECORDS)
    public long qcow2CompressedWalk() {
        return walk(qcow2Compressed);
    }

    @Benchmark
    @Measured(amount = SampleTarget.UNITS, unit = ENTRIES, by = Yardstick.RECORDS)
    public long vmdkWalk() {
        return walk(vmdk);
    }

    @Benchmark
    @Measured(amount = SampleTarget.UNITS, unit = ENTRIES, by = Yardstick.RECORDS)
    public long vhdxWalk() {
        return walk(vhdx);
    }

    /** One extent for each compressed cluster, as images with the most extents have. */
    @Benchmark
    @Measured(amount = SampleTarget.UNITS, unit = ENTRIES, by = Yardstick.RECORDS)
    public int rangePlan() {
        RangeLimits limits = RangeLimits.byData(16 * ByteSize.MIB, DiskBytes.UNIT_BYTES, GuestDigest.LEAF_BYTES);
        Iterator<Extent> rest = extents.iterator();
        RangePlanner planner = new RangePlanner(
                () -> rest.hasNext() ? Optional.of(rest.next()) : Optional.empty(),
                qcow2Compressed.virtualBytes(),
                limits);
        int planned = 0;
        while (planner.hasNext()) {
            planned += planner.next().extents().size();
        }
        return planned;
    }

    private static long walk(DiskImage image) {
        ExtentCursor cursor = image.extents(GuestOffset.ZERO);
        long dataBytes = 0;
        for (Optional<Extent> next = cursor.next(); next.isPresent(); next = cursor.next()) {
            dataBytes += next.get().hasBytes() ? next.get().lengthBytes() : 0;
        }
        return dataBytes;
    }

    private static List<Extent> extents(DiskImage image) {
        ExtentCursor cursor = image.extents(GuestOffset.ZERO);
        List<Extent> all = new ArrayList<>();
        for (Optional<Extent> next = cursor.next(); next.isPresent(); next = cursor.next()) {
            all.add(next.get());
        }
        return all;
    }
}
