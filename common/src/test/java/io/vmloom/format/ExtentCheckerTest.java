package io.vmloom.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.check.CheckReport;
import io.vmloom.check.Finding;
import io.vmloom.testing.Peers;
import io.vmloom.testing.TestSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks of formats without refcounts, on images that qemu-img made, whole and damaged. */
class ExtentCheckerTest {
    @TempDir
    private Path folder;

    static Stream<Arguments> formats() {
        return Stream.of(
                Arguments.of("vdi", ""),
                Arguments.of("vdi", "static=on"),
                Arguments.of("vpc", "subformat=dynamic"),
                Arguments.of("vpc", "subformat=fixed"),
                Arguments.of("vhdx", "subformat=dynamic"),
                Arguments.of("vhdx", "subformat=fixed"),
                Arguments.of("vmdk", "subformat=monolithicSparse"),
                Arguments.of("vmdk", "subformat=streamOptimized"));
    }

    @BeforeEach
    void needPeers() {
        Peers.need("qemu-img", "qemu-io");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("formats")
    void whatQemuWritesIsClean(String format, String options) throws IOException {
        CheckReport report = check(image(format, options));

        assertThat(report.first()).isEmpty();
        assertThat(report.facts()).isNotEmpty();
    }

    @Test
    void twoVdiBlocksInOneSlotAreAnError() throws IOException {
        byte[] image = image("vdi", "");
        ByteBuffer in = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        int map = in.getInt(0x154);
        in.putInt(map + 4, in.getInt(map));

        assertThat(problems(image)).anySatisfy(problem -> assertThat(problem).contains("lie over each other"));
    }

    @Test
    void aVdiHeaderThatCountsWrongIsAnError() throws IOException {
        byte[] image = image("vdi", "");
        ByteBuffer in = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        in.putInt(0x184, in.getInt(0x184) - 1);

        assertThat(problems(image))
                .singleElement()
                .satisfies(problem -> assertThat(problem).startsWith("the header counts"));
    }

    @Test
    void aVhdWhoseFooterIsDamagedIsReportedWithItsOffset() throws IOException {
        byte[] image = image("vpc", "subformat=dynamic");
        image[image.length - 512 + 40] ^= 1;

        CheckReport report = check(image);

        assertThat(report.first()).singleElement().satisfies(finding -> {
            assertThat(finding.hostOffset()).isEqualTo(image.length - 512);
            assertThat(finding.problem()).startsWith("the footer is damaged, and its copy in front serves");
        });
    }

    @Test
    void aVhdWhoseCopyInFrontIsDamagedIsReported() throws IOException {
        byte[] image = image("vpc", "subformat=dynamic");
        image[100] ^= 1;

        assertThat(problems(image)).containsExactly("the footer's copy in front is missing or its checksum is wrong");
    }

    @Test
    void aVhdxThatLostOneHeaderIsReported() throws IOException {
        byte[] image = image("vhdx", "subformat=dynamic");
        image[(192 << 10) + 20] ^= 1;

        assertThat(problems(image))
                .containsExactly("the region table here has lost its signature or checksum, and its copy serves");
    }

    @Test
    void grainTablesThatDifferFromTheirCopyAreReported() throws IOException {
        byte[] image = image("vmdk", "subformat=monolithicSparse");
        ByteBuffer in = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        int redundant = (int) in.getLong(48) * 512;
        int table = in.getInt(redundant) * 512;
        in.putInt(table, in.getInt(table) + 128);

        assertThat(problems(image))
                .singleElement()
                .satisfies(problem -> assertThat(problem).startsWith("grain table 0 differs from its copy"));
    }

    @Test
    void aGrainThatBelongsElsewhereIsReported() throws IOException {
        byte[] image = image("vmdk", "subformat=streamOptimized");
        ByteBuffer in = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        int overhead = (int) in.getLong(64) * 512;
        in.putLong(overhead, 12_345);

        assertThat(problems(image)).anySatisfy(problem -> assertThat(problem).contains("must be that of guest offset"));
    }

    @Test
    void aGrainOutsideTheFileIsReportedAndWhatComesBehindItIsCheckedStill() throws IOException {
        byte[] image = image("vmdk", "subformat=monolithicSparse");
        ByteBuffer in = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        int table = in.getInt((int) in.getLong(56) * 512) * 512;
        in.putInt(table + 4, 0x7fff_ff00);
        in.putInt(table + 3 * 16 * 4, in.getInt(table));

        assertThat(problems(image))
                .anySatisfy(
                        problem -> assertThat(problem).startsWith("the grain of guest offset 0x10000 must have its"))
                .anySatisfy(problem -> assertThat(problem).contains("data 0x0 and data 0x300000 lie over each other"));
    }

    @Test
    void everyVdiBlockOutsideTheFileIsReportedWithItsEntry() throws IOException {
        byte[] image = image("vdi", "");
        ByteBuffer in = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        int map = in.getInt(0x154);
        in.putInt(map, 1000);
        in.putInt(map + 3 * 4, 1001);

        assertThat(check(image).first()).extracting(Finding::hostOffset).containsExactly((long) map, map + 3L * 4);
    }

    @Test
    void everyVhdBlockOutsideTheFileIsReportedWithItsEntry() throws IOException {
        byte[] image = image("vpc", "subformat=dynamic");
        ByteBuffer in = ByteBuffer.wrap(image);
        int table = (int) in.getLong(512 + 16);
        in.putInt(table, 0x0fff_ffff);
        in.putInt(table + 4, 0x0fff_ffff);

        assertThat(check(image).first()).extracting(Finding::hostOffset).containsExactly((long) table, table + 4L);
    }

    @Test
    void aGrainTableOutsideTheFileIsReportedOnce() throws IOException {
        byte[] image = image("vmdk", "subformat=monolithicSparse");
        ByteBuffer in = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        in.putInt((int) in.getLong(56) * 512, 0x7fff_ff00);

        assertThat(problems(image).stream().filter(problem -> problem.startsWith("grain table 0 must lie inside")))
                .hasSize(1);
    }

    @Test
    void aVhdWhoseCopyInFrontSaysSomethingElseIsReported() throws IOException {
        byte[] image = image("vpc", "subformat=dynamic");
        int uniqueId = 68;
        image[uniqueId]++;
        ByteBuffer in = ByteBuffer.wrap(image);
        in.putInt(64, in.getInt(64) - 1); // the checksum is the complement of the sum

        assertThat(check(image).first()).extracting(Finding::hostOffset).containsExactly(67L);
    }

    /** 8 MiB with data here and there. */
    private byte[] image(String format, String options) throws IOException {
        Path raw = folder.resolve("disk.raw");
        Peers.run("qemu-img", "create", "-q", "-f", "raw", raw, "8M");
        Peers.run("qemu-io", "-f", "raw", "-c", "write -P 1 0 200k", "-c", "write -P 2 3M 1200k", raw);
        Path image = folder.resolve("disk." + format);
        if (options.isEmpty()) {
            Peers.run("qemu-img", "convert", "-O", format, raw, image);
        } else {
            Peers.run("qemu-img", "convert", "-O", format, "-o", options, raw, image);
        }
        return Files.readAllBytes(image);
    }

    private static CheckReport check(byte[] image) {
        return Detector.check(TestSource.of("image", image), Detector.AUTO);
    }

    private static List<String> problems(byte[] image) {
        return check(image).first().stream().map(Finding::problem).toList();
    }
}
