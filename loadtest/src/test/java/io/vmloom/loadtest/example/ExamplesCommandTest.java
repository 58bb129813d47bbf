package io.vmloom.loadtest.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.testing.Peers;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesCommandTest {
    private final StringWriter report = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void itWritesEveryDiskAndLeavesNothingElse() throws IOException {
        Peers.need("qemu-img");
        Path out = folder.resolve("made/on/demand");

        int exitCode = ExamplesCommand.run(out, new PrintWriter(report));

        assertThat(exitCode).as(report.toString()).isZero();
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrderElementsOf(ExampleDisks.all().stream()
                            .map(ExampleDisk::fileName)
                            .toList());
        }
        assertThat(report.toString().lines()).hasSize(ExampleDisks.all().size());
    }

    @Test
    void aFolderThatCannotBeMadeIsReportedWithItsName() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");

        int exitCode = ExamplesCommand.run(file, new PrintWriter(report));

        assertThat(exitCode).isEqualTo(1);
        assertThat(report.toString()).startsWith("examples: not all written to " + file);
    }
}
