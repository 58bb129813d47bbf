package io.vmloom.cli.config;

import io.vmloom.coordinator.estimate.Prices;
import java.nio.file.Path;
import java.util.Set;

/** Prices as YAML: what is left out is free. */
public final class PricesFile {
    private static final Set<String> NAMES = Set.of(
            "currency", "per1000Gets", "per1000Puts", "perGiBRead", "perGiBWritten", "perWorkerHour", "perGiBMonth");

    private PricesFile() {}

    /** Throws {@link io.vmloom.error.RequestException}. */
    public static Prices read(Path file) {
        RatesFile rates = RatesFile.read(file, NAMES);
        return new Prices(
                rates.text("currency"),
                rates.number("per1000Gets", 0),
                rates.number("per1000Puts", 0),
                rates.number("perGiBRead", 0),
                rates.number("perGiBWritten", 0),
                rates.number("perWorkerHour", 0),
                rates.number("perGiBMonth", 0));
    }
}
