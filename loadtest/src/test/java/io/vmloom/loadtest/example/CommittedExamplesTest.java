package io.vmloom.loadtest.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of {@code examples/disks} as a clone of the repository has them. */
class CommittedExamplesTest {
    static final Path DISKS = examples().resolve("disks");

    @Test
    void theFolderHoldsTheGeneratedDisksAndStaysSmall() throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(DISKS)) {
            files = listed.toList();
        }
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }

        assertThat(files)
                .extracting(file -> file.getFileName().toString())
                .containsExactlyInAnyOrder("README.md", "web-01.qcow2", "db-01.vmdk", "pocket.raw", "legacy.qcow2");
        assertThat(ExampleDisks.all())
                .allSatisfy(disk -> assertThat(DISKS.resolve(disk.fileName())).isRegularFile());
        assertThat(bytes).isLessThan(600_000);
    }

    @ParameterizedTest
    @MethodSource("io.vmloom.loadtest.example.ExampleDisks#all")
    void theContentIsThatOfTheGenerator(ExampleDisk disk, @TempDir Path folder) throws Exception {
        Path raw = folder.resolve("disk.raw");
        disk.writeRaw(raw);

        Peers.Outcome compared = Peers.run(
                "qemu-img",
                "compare",
                "-f",
                "raw",
                "-F",
                disk.packaging().format(),
                raw,
                DISKS.resolve(disk.fileName()));

        assertThat(compared.output()).contains("Images are identical");
    }

    @ParameterizedTest
    @MethodSource("io.vmloom.loadtest.example.ExampleDisks#all")
    void theImageBootsAsItIs(ExampleDisk disk) throws Exception {
        Path image = DISKS.resolve(disk.fileName());

        assertThat(EmulatedPc.serialOutputOf(image, disk.packaging().format())).isEqualTo(disk.bootLine() + "\r\n");
    }

    @Test
    void everyDiskIsNamedInTheReadmeAndUsedByTheFirstBatch() throws IOException {
        String readme = Files.readString(DISKS.resolve("README.md"));
        String manifest = Files.readString(examples().resolve("first-batch.yaml"));

        assertThat(ExampleDisks.all()).allSatisfy(disk -> {
            assertThat(readme).contains(disk.fileName()).contains(disk.bootLine());
            assertThat(manifest).contains("s3://vmloom/examples/" + disk.fileName());
        });
    }

    /** The examples folder of the repository in which the test runs, whichever module is the working directory. */
    private static Path examples() {
        return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve("examples"))
                .filter(folder -> Files.exists(folder.resolve("first-batch.yaml")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("examples/first-batch.yaml not found above "
                        + Path.of("").toAbsolutePath()));
    }
}
