package io.vmloom.loadtest.micro;

import io.vmloom.codec.CodecException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Compression at the levels that targets have by default, and its reverse. */
@State(Scope.Thread)
public class CodecLoops {
    private final PackedSample deflate = new PackedSample(SampleTarget.QCOW2_ZLIB.compression());
    private final PackedSample zlib = new PackedSample(SampleTarget.VMDK.compression());
    private final PackedSample zstd = new PackedSample(SampleTarget.QCOW2_ZSTD.compression());

    @Benchmark
    @Measured(amount = DiskBytes.SAMPLE_BYTES, unit = Loop.BYTES, by = Yardstick.INFLATE)
    public int deflateRaw() {
        return deflate.compress();
    }

    @Benchmark
    @Measured(amount = DiskBytes.SAMPLE_BYTES, unit = Loop.BYTES, by = Yardstick.INFLATE)
    public byte[] inflateRaw() throws CodecException {
        return deflate.expand();
    }

    @Benchmark
    @Measured(amount = DiskBytes.SAMPLE_BYTES, unit = Loop.BYTES, by = Yardstick.INFLATE)
    public int deflateZlib() {
        return zlib.compress();
    }

    @Benchmark
    @Measured(amount = DiskBytes.SAMPLE_BYTES, unit = Loop.BYTES, by = Yardstick.INFLATE)
    public byte[] inflateZlib() throws CodecException {
        return zlib.expand();
    }

    @Benchmark
    @Measured(amount = DiskBytes.SAMPLE_BYTES, unit = Loop.BYTES, by = Yardstick.INFLATE)
    public int compressZstd() {
        return zstd.compress();
    }

    @Benchmark
    @Measured(amount = DiskBytes.SAMPLE_BYTES, unit = Loop.BYTES, by = Yardstick.INFLATE)
    public byte[] expandZstd() throws CodecException {
        return zstd.expand();
    }
}
