package io.vmloom.machine.ovf;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.error.ImageException;
import io.vmloom.machine.ConfigFile;
import io.vmloom.machine.Machine;
import io.vmloom.machine.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Descriptors that other programs wrote, or that their authors wrote to test them. */
class OvfSamplesTest {
    /** What is refused, and the beginning of why. */
    private static final Set<String> REFUSED = Set.of("ersatz_ovf_3.0.ovf", "invalid.ovf");

    private static List<Path> samples() {
        String folder = System.getProperty("vmloom.samples", "");
        Assumptions.assumeFalse(folder.isEmpty(), "no samples: set -Dvmloom.samples to their folder");
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(".ovf"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> whatADescriptorSaysIsKeptOnTheWayOutAndBackIn() {
        return samples().stream()
                .filter(file -> !REFUSED.contains(file.getFileName().toString()))
                .map(file ->
                        DynamicTest.dynamicTest(file.getFileName().toString(), () -> requireRoundTrip(config(file))));
    }

    @Test
    void aDescriptorThatCanNotBeReadIsRefusedByWhatIsWrongWithIt() {
        Set<String> refused = new TreeSet<>();
        for (Path file : samples()) {
            try {
                new OvfReader().readPackage(config(file));
            } catch (ImageException e) {
                refused.add(file.getFileName().toString());
                assertThat(e.getMessage())
                        .startsWith(file.getFileName().toString())
                        .contains("; ");
            }
        }
        assertThat(refused).isEqualTo(new TreeSet<>(REFUSED));
    }

    private static void requireRoundTrip(ConfigFile file) {
        OvfPackage read = new OvfReader().readPackage(file);
        assertThat(read.machines()).isNotEmpty();
        for (Reading reading : read.machines()) {
            Machine machine = reading.machine();
            String text = new OvfWriter().write(machine).text();
            Reading again = new OvfReader().read(OvfTexts.file(text));
            assertThat(again.machine()).as(text).isEqualTo(machine);
        }
    }

    private static ConfigFile config(Path file) {
        try {
            return new ConfigFile(file.getFileName().toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
