package io.vmloom.loadtest.micro;

import io.vmloom.layout.Arrangement;
import io.vmloom.layout.FragmentSize;
import io.vmloom.layout.PartPlan;
import io.vmloom.layout.PartPlanner;
import io.vmloom.layout.PartRequest;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.unit.ByteSize;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Arranges the fragments of a large disk in the parts of one upload. */
@State(Scope.Thread)
public class PartLoops {
    private static final int FRAGMENTS = 4096;
    private static final int FRONT_BYTES = 1 << 20;

    private final List<FragmentSize> fragments = fragments();

    @Benchmark
    @Measured(amount = FRAGMENTS, unit = "fragments", by = Yardstick.RECORDS)
    public PartPlan freePlan() {
        return plan(Arrangement.FREE);
    }

    @Benchmark
    @Measured(amount = FRAGMENTS, unit = "fragments", by = Yardstick.RECORDS)
    public PartPlan orderedPlan() {
        return plan(Arrangement.ORDERED);
    }

    private PartPlan plan(Arrangement arrangement) {
        return PartPlanner.plan(new PartRequest(
                arrangement,
                FRONT_BYTES,
                DiskBytes.UNIT_BYTES,
                PartPlanner.frontParts(FRONT_BYTES),
                fragments,
                0,
                StoreCapabilities.S3));
    }

    /** Of eight, two neighbours are too short to be a part of their own, as they are where a disk is nearly empty. */
    private static List<FragmentSize> fragments() {
        SplittableRandom random = new SplittableRandom(1);
        List<FragmentSize> sizes = new ArrayList<>();
        for (int range = 0; range < FRAGMENTS; range++) {
            boolean direct = range % 8 > 1;
            long mebibytes = direct ? random.nextInt(6, 17) : random.nextInt(3, 5);
            sizes.add(new FragmentSize(range, mebibytes * ByteSize.MIB, direct));
        }
        return sizes;
    }
}
