package io.vmloom.format;

import io.vmloom.table.TargetFormat;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A format that is recognised only so that it is refused by name and never taken for a raw disk.
 *
 * @param title what people call it
 * @param advice what to do with such a file
 */
record ForeignFormat(String name, String title, String advice, Predicate<Probe> signature) implements DiskFormat {
    @Override
    public boolean matches(Probe probe) {
        return signature.test(probe);
    }

    @Override
    public Optional<Support> support() {
        return Optional.empty();
    }

    @Override
    public Optional<ImageReader> reader() {
        return Optional.empty();
    }

    @Override
    public Optional<TargetFormat> target() {
        return Optional.empty();
    }
}
