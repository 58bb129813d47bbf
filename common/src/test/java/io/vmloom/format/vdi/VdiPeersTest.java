package io.vmloom.format.vdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vmloom.extent.DiskImage;
import io.vmloom.format.Detector;
import io.vmloom.format.OpenOptions;
import io.vmloom.format.SampleImages;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.Peers;
import io.vmloom.testing.TestSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What other programs wrote is read as they read it. */
class VdiPeersTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> imagesOfOtherProgramsHaveTheRecordedGuest() {
        return SampleImages.rows().stream()
                .filter(row -> row.format().equals("vdi"))
                .map(row -> DynamicTest.dynamicTest(row.path(), () -> {
                    TestSource source = TestSource.of(row.path(), row.bytes());
                    DiskImage image = Detector.open(source, Detector.AUTO, OpenOptions.DEFAULT);
                    assertThat(image.virtualBytes()).isEqualTo(row.virtualBytes());
                    assertThat(Materializer.md5(image)).isEqualTo(row.md5());
                }));
    }

    static Stream<Arguments> qemusImages() {
        return Stream.of("off", "on")
                .flatMap(fixed -> Stream.of(0, 512, MIB - 512, MIB, 5 * MIB + 1024, 20 * MIB)
                        .map(size -> arguments(fixed, size)));
    }

    @ParameterizedTest(name = "static={0} of {1} bytes")
    @MethodSource("qemusImages")
    void whatQemuWroteIsReadAsQemuReadsIt(String fixed, int size) throws IOException {
        Path image = folder.resolve("image.vdi");
        Peers.run("qemu-img", "create", "-q", "-f", "vdi", "-o", "static=" + fixed, image, size);
        scribble(image, size);

        assertSameAsQemu(image);
    }

    private void scribble(Path image, int size) {
        SplittableRandom random = new SplittableRandom(size);
        List<Object> arguments = new ArrayList<>(List.of("-f", "vdi"));
        for (int i = 0; i < 12 && size > 0; i++) {
            int offset = random.nextInt(size / 512) * 512;
            int length = Math.min(size - offset, 512 * random.nextInt(1, 300));
            arguments.add("-c");
            arguments.add("write -P " + random.nextInt(1, 256) + " " + offset + " " + length);
        }
        arguments.add(image);
        if (size > 0) {
            Peers.run("qemu-io", arguments.toArray());
        }
    }

    /** The fixture must not share the reader's misunderstandings. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void qemuReadsTheFixturesAsWeDo(long seed) throws IOException {
        VdiFixture fixture = new VdiFixture(7 * MIB + 512).fill(new SplittableRandom(seed), 5);
        fixture.mapOffset = 1024;
        fixture.headerSize = seed % 2 == 0 ? 384 : 400;
        fixture.spareBlocks = 128 - 8;
        fixture.shuffleSeed = seed;
        fixture.specialEntries.put(120, 0xfffffffe);

        assertSameAsQemu(Files.write(folder.resolve("fixture.vdi"), fixture.build()));
    }

    private void assertSameAsQemu(Path image) throws IOException {
        Path raw = folder.resolve("expected.raw");
        Peers.run("qemu-img", "convert", "-f", "vdi", "-O", "raw", image, raw);
        try (TestSource source = TestSource.of(image)) {
            DiskImage opened = Detector.open(source, "vdi", OpenOptions.DEFAULT);
            assertThat(Arrays.mismatch(Materializer.bytes(opened), Files.readAllBytes(raw)))
                    .isEqualTo(-1);
        }
    }
}
