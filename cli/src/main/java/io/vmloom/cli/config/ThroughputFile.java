package io.vmloom.cli.config;

import io.vmloom.coordinator.estimate.Throughput;
import java.nio.file.Path;
import java.util.Set;

/** How fast workers are, as YAML: what is left out is as usual. */
public final class ThroughputFile {
    private static final Set<String> NAMES =
            Set.of("slotsPerWorker", "networkMiBPerSecond", "compressedTo", "read", "write");

    private ThroughputFile() {}

    /** Throws {@link io.vmloom.error.RequestException}. */
    public static Throughput read(Path file) {
        RatesFile rates = RatesFile.read(file, NAMES);
        Throughput usual = Throughput.USUAL;
        return new Throughput(
                (int) rates.number("slotsPerWorker", usual.slotsPerWorker()),
                rates.number("networkMiBPerSecond", usual.networkMebibytes()),
                rates.number("compressedTo", usual.compressedTo()),
                rates.numbers("read"),
                rates.numbers("write"));
    }
}
