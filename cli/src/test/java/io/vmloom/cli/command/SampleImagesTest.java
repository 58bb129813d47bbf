package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Folder;
import io.vmloom.format.Formats;
import io.vmloom.format.SampleImages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Images of other programs through the command: their guest's digest, or a refusal that says what they are. */
class SampleImagesTest {
    /** Rows that qemu-img takes for raw disks and that are something else, and what is wrong with them. */
    private static final Map<String, String> RAW_BY_MISTAKE = Map.of(
            "mul_overflow.bin", "the data fork must lie inside the file",
            "oversized_alloc.bin", "the property list must lie inside the file",
            "testserver.ova", "recognised but not read",
            "tdAppliance1-t2.ova", "recognised but not read");

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> readableImagesHaveTheDigestThatOthersComputed() {
        return rows("qcow2", "vmdk streamOptimized", "vmdk monolithicSparse", "vdi")
                .filter(row -> !row.md5().isEmpty() && !needsAnotherFile(row))
                .map(row -> DynamicTest.dynamicTest(row.path(), () -> {
                    Path image = unpack(row);
                    Command.Outcome outcome =
                            Command.run("digest", "-a", "md5", image).succeeded();
                    Files.delete(image);
                    assertThat(outcome.out()).isEqualTo(row.md5() + "  " + image + System.lineSeparator());
                }));
    }

    @TestFactory
    Stream<DynamicTest> chainsAreRefusedByTheNameOfTheOtherFile() {
        return rows("qcow2")
                .filter(SampleImagesTest::needsAnotherFile)
                .map(row -> refused(row, "it needs a backing file '"));
    }

    @TestFactory
    Stream<DynamicTest> formatsWithoutAReaderAreRefusedByName() {
        return foreignRows()
                .filter(row -> Formats.named(name(row)).reader().isEmpty())
                .map(row -> refused(row, "(" + name(row) + "), which is recognised but not read"));
    }

    /** Not every kind and every feature of a format is read, but nothing is read wrong. */
    @TestFactory
    Stream<DynamicTest> otherFormatsAreReadRightOrRefused() {
        return foreignRows()
                .filter(row -> Formats.named(name(row)).reader().isPresent())
                .map(row -> DynamicTest.dynamicTest(row.path(), () -> {
                    Path image = unpack(row);
                    // Nothing to compare with is no reason to hash hundreds of gigabytes of holes.
                    Command.Outcome outcome = row.md5().isEmpty()
                            ? Command.run("digest", image)
                            : Command.run("digest", "-a", "md5", image);
                    Files.delete(image);
                    if (outcome.exitCode() != ExitCode.DONE.number()) {
                        assertThat(outcome.complaint(ExitCode.REFUSED)).startsWith(image.toString());
                    } else if (!row.md5().isEmpty()) {
                        assertThat(outcome.out()).startsWith(row.md5());
                    }
                }));
    }

    private static Stream<SampleImages.Row> foreignRows() {
        return rows("qcow", "qed", "cow", "vdi", "vpc", "vhdx", "vmdk", "parallels", "bochs", "cloop", "dmg", "luks")
                .filter(row -> !row.format().equals("vmdk streamOptimized"));
    }

    @TestFactory
    Stream<DynamicTest> whatQemuTakesForARawDiskIsNotWhenItIsKnownBetter() {
        return rows("raw")
                .filter(row -> RAW_BY_MISTAKE.containsKey(fileName(row)))
                .map(row -> refused(row, RAW_BY_MISTAKE.getOrDefault(fileName(row), "")));
    }

    private DynamicTest refused(SampleImages.Row row, String reason) {
        return DynamicTest.dynamicTest(row.path(), () -> {
            Path image = unpack(row);

            String complaint =
                    Command.run("convert", image, folder.resolve("target.raw")).complaint(ExitCode.REFUSED);

            assertThat(complaint).startsWith(image.toString()).contains(reason);
            assertThat(Folder.files(folder)).containsExactly(String.valueOf(image.getFileName()));
            Files.delete(image);
        });
    }

    private static Stream<SampleImages.Row> rows(String... formats) {
        Set<String> wanted = Set.of(formats);
        return SampleImages.rows().stream()
                .filter(row -> wanted.contains(row.format())
                        || wanted.contains(row.format().split(" ", 2)[0])
                        || row.format().equals("luks2") && wanted.contains("luks"));
    }

    private static String name(SampleImages.Row row) {
        String name = row.format().split(" ", 2)[0];
        return name.equals("luks2") ? "luks" : name;
    }

    private static String fileName(SampleImages.Row row) {
        return String.valueOf(Path.of(row.path()).getFileName());
    }

    private static boolean needsAnotherFile(SampleImages.Row row) {
        return row.path().matches(".*/backing-chain-[12]\\.qcow2");
    }

    private Path unpack(SampleImages.Row row) throws IOException {
        Path image = folder.resolve(fileName(row));
        try (InputStream in = row.stream()) {
            Files.copy(in, image);
        }
        return image;
    }
}
