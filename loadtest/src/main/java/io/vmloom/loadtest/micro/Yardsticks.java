package io.vmloom.loadtest.micro;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The loop of each {@link Yardstick}, over the bytes that the others work on. */
@State(Scope.Thread)
public class Yardsticks {
    private static final int ENTRIES = 16_384;

    private final byte[] bytes = DiskBytes.sample();
    private final byte[] deflated = new byte[bytes.length];
    private final byte[] target = new byte[bytes.length];
    private final ByteBuffer entries = ByteBuffer.wrap(bytes);
    private final Inflater inflater = new Inflater(true);
    private final MessageDigest digest = digestOfTheJdk();
    private final int deflatedBytes;

    private record Entry(long offset, Optional<Long> raw) {}

    public Yardsticks() {
        try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
            deflater.setInput(bytes);
            deflater.finish();
            deflatedBytes = deflater.deflate(deflated);
        }
    }

    @Benchmark
    @Measured(amount = DiskBytes.SAMPLE_BYTES, unit = Loop.BYTES, by = Yardstick.INFLATE)
    public int inflate() throws DataFormatException {
        inflater.reset();
        inflater.setInput(deflated, 0, deflatedBytes);
        return inflater.inflate(target);
    }

    @Benchmark
    @Measured(amount = DiskBytes.SAMPLE_BYTES, unit = Loop.BYTES, by = Yardstick.SHA256)
    public byte[] sha256() {
        return digest.digest(bytes);
    }

    @Benchmark
    @Measured(amount = DiskBytes.SAMPLE_BYTES, unit = Loop.BYTES, by = Yardstick.COPY)
    public byte[] copy() {
        System.arraycopy(bytes, 0, target, 0, bytes.length);
        return target;
    }

    @Benchmark
    @Measured(amount = ENTRIES, unit = "entries", by = Yardstick.RECORDS)
    public Object records() {
        List<Entry> read = new ArrayList<>();
        for (int i = 0; i < ENTRIES; i++) {
            long raw = entries.getLong(i * Long.BYTES);
            read.add(new Entry(raw, raw % 3 == 0 ? Optional.empty() : Optional.of(raw)));
        }
        return read;
    }

    private static MessageDigest digestOfTheJdk() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
