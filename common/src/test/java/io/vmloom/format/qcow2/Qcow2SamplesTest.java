package io.vmloom.format.qcow2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.format.OpenOptions;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.TestSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Images of other programs' test suites, with digests of their content as independent tools read it. */
class Qcow2SamplesTest {
    private static final String PROPERTY = "vmloom.samples";

    @TempDir
    Path folder;

    private record Sample(Path file, String guestMd5, String note) {}

    @TestFactory
    List<DynamicTest> samplesReadAsOtherToolsReadThem() throws IOException {
        String samples = System.getProperty(PROPERTY, "");
        Assumptions.assumeFalse(samples.isEmpty(), "no folder of sample images given by -D" + PROPERTY);
        Path root = Path.of(samples);
        return Files.readAllLines(root.resolve("MANIFEST.tsv")).stream()
                .map(line -> line.split("\t", -1))
                .filter(column -> column.length >= 7 && column[2].startsWith("qcow2"))
                .map(column -> new Sample(root.resolve(column[0]), column[5], column[6]))
                .filter(sample -> !sample.note().contains("backing "))
                .map(sample ->
                        DynamicTest.dynamicTest(String.valueOf(sample.file().getFileName()), () -> check(sample)))
                .toList();
    }

    private void check(Sample sample) throws IOException {
        try (TestSource source = TestSource.of(unpacked(sample.file()))) {
            assertThat(Materializer.md5(new Qcow2Reader().open(source, OpenOptions.DEFAULT)))
                    .isEqualTo(sample.guestMd5());
        }
    }

    private Path unpacked(Path file) throws IOException {
        if (Files.exists(file)) {
            return file;
        }
        Path unpacked = folder.resolve("sample");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(Path.of(file + ".gz")))) {
            Files.copy(in, unpacked, StandardCopyOption.REPLACE_EXISTING);
        }
        return unpacked;
    }
}
