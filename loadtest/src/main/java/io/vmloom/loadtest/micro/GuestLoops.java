package io.vmloom.loadtest.micro;

import io.vmloom.digest.RangeDigest;
import io.vmloom.digest.Subtree;
import io.vmloom.unit.Zeros;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What is done to every guest byte. */
@State(Scope.Thread)
public class GuestLoops {
    private final byte[] bytes = DiskBytes.sample();
    private final byte[] zeros = new byte[DiskBytes.SAMPLE_BYTES];

    @Benchmark
    @Measured(amount = DiskBytes.SAMPLE_BYTES, unit = Loop.BYTES, by = Yardstick.COPY)
    public boolean zeroTest() {
        return Zeros.isZero(zeros, 0, zeros.length);
    }

    @Benchmark
    @Measured(amount = DiskBytes.SAMPLE_BYTES, unit = Loop.BYTES, by = Yardstick.SHA256)
    public List<Subtree> digest() {
        RangeDigest digest = new RangeDigest(0);
        digest.update(bytes, 0, bytes.length);
        return digest.finish();
    }
}
