package io.vmloom.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Configurations of other programs and their test suites, in the folder of sample images. */
public final class SampleConfigs {
    private SampleConfigs() {}

    /** All files below a folder of it whose names end so, in order; a skipped test when no samples are given. */
    public static List<Path> in(String folder, String ending) {
        String samples = System.getProperty("vmloom.samples", "");
        Assumptions.assumeFalse(samples.isEmpty(), "no samples: set -Dvmloom.samples to their folder");
        try (Stream<Path> files = Files.walk(Path.of(samples).resolve(folder))) {
            List<Path> found = files.filter(file -> file.toString().endsWith(ending))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new AssertionError("no " + ending + " below " + folder + " of the samples");
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
