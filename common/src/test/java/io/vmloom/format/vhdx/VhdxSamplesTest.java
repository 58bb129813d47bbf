package io.vmloom.format.vhdx;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.extent.DiskImage;
import io.vmloom.format.OpenOptions;
import io.vmloom.format.SampleImages;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.PatchedBytes;
import io.vmloom.testing.Peers;
import io.vmloom.testing.TestSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Images of other programs and their test suites, with digests of their content as independent tools read it. */
class VhdxSamplesTest {
    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> samplesReadAsOtherToolsReadThem() {
        return SampleImages.rows().stream()
                .filter(row -> row.path().endsWith(".vhdx") && !row.format().contains("differencing"))
                .map(row -> DynamicTest.dynamicTest(row.path(), () -> check(row)));
    }

    private void check(SampleImages.Row row) throws IOException {
        TestSource source = TestSource.of(row.path(), row.bytes());
        DiskImage image = new VhdxReader().open(source, OpenOptions.DEFAULT);
        if (row.path().contains("dirtylog")) {
            checkReplay(row, image);
            return;
        }
        assertThat(image.virtualBytes()).isEqualTo(row.virtualBytes());
        assertThat(Materializer.md5(image)).isEqualTo(row.md5());
    }

    /** Replayed in memory, the disk has the extents that it has once qemu-img has replayed the log in the file. */
    private void checkReplay(SampleImages.Row row, DiskImage replayed) throws IOException {
        assertThat(replayed.details()).containsEntry("log", "replayed in memory");
        Path copy = folder.resolve("repaired.vhdx");
        Files.write(copy, row.bytes());
        Peers.run("qemu-img", "check", "-q", "-r", "all", "-f", "vhdx", copy);
        try (TestSource repaired = TestSource.of(copy)) {
            DiskImage image = new VhdxReader().open(repaired, OpenOptions.DEFAULT);
            assertThat(image.details()).containsEntry("log", "empty");
            assertThat(Materializer.extents(replayed, 0)).isEqualTo(Materializer.extents(image, 0));
        }
        PatchedBytes ours = new PatchedBytes(row.bytes());
        new VhdxRepairer().repair(TestSource.of(row.path(), row.bytes()), ours);
        Path file = Files.write(folder.resolve("ours.vhdx"), ours.bytes());
        Peers.run("qemu-img", "check", "-q", "-f", "vhdx", file);
        Peers.run("qemu-img", "compare", "-q", "-f", "vhdx", "-F", "vhdx", copy, file);
    }
}
