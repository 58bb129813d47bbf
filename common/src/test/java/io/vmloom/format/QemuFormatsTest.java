package io.vmloom.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.RequestException;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.Mapping;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rare formats that qemu-img writes: whole they are read as it reads them, damaged they do no harm. */
class QemuFormatsTest {
    private static final int SECTOR_BYTES = 512;

    @TempDir
    private Path folder;

    @BeforeEach
    void needPeers() {
        Peers.need("qemu-img", "qemu-io");
    }

    static Stream<Arguments> formats() {
        return Stream.of(
                arguments("qcow", ""),
                arguments("qed", ""),
                arguments("qed", "cluster_size=4k,table_size=2"),
                arguments("qed", "cluster_size=16k,table_size=16"),
                arguments("parallels", ""),
                arguments("parallels", "cluster_size=65536"));
    }

    static Stream<Arguments> formatsAndSizes() {
        return formats()
                .flatMap(format -> IntStream.of(512, 4096, (1 << 20) - 512, (5 << 20) + 1024, 40 << 20)
                        .mapToObj(size -> arguments(format.get()[0], format.get()[1], size)));
    }

    @ParameterizedTest(name = "{0} {1} of {2} bytes")
    @MethodSource("formatsAndSizes")
    void whatQemuWroteIsReadAsQemuReadsIt(String format, String options, int sizeBytes) throws IOException {
        Path image = image(format, options, sizeBytes, sizeBytes);

        assertSameAsQemu(format, image);
        assertThat(Detector.check(TestSource.of("image", Files.readAllBytes(image)), format)
                        .first())
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("formats")
    void anyPlaceOfTheDiskCanBeReadFirst(String format, String options) throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        DiskImage image = open(Files.readAllBytes(image(format, options, 8 << 20, 4)));
        byte[] guest = Materializer.bytes(image);

        for (int round = 0; round < 50; round++) {
            int from = random.nextInt(guest.length + 1);
            assertThat(Arrays.mismatch(Materializer.bytes(image, from), Arrays.copyOfRange(guest, from, guest.length)))
                    .isEqualTo(-1);
        }
    }

    @ParameterizedTest(name = "qcow of {0} bytes")
    @ValueSource(ints = {5120, 3_148_288, 20 << 20})
    void clustersThatQcowCompressedAreRead(int sizeBytes) throws IOException {
        SplittableRandom random = new SplittableRandom(sizeBytes);
        Path image = folder.resolve("image.qcow");
        Peers.run("qemu-img", "create", "-q", "-f", "qcow", image, sizeBytes);
        int cluster = 4096;
        byte[] content = new byte[cluster];
        for (int i = 0; i < cluster; i++) {
            content[i] = (byte) random.nextInt(16);
        }
        Files.write(folder.resolve("content"), content);
        List<Object> arguments = new ArrayList<>(List.of("-f", "qcow"));
        for (int i = 0; i < 30; i++) {
            int offset = random.nextInt(Math.ceilDiv(sizeBytes, cluster)) * cluster;
            int length = Math.min(cluster, sizeBytes - offset);
            String what = random.nextBoolean() ? "-P " + random.nextInt(1, 256) : "-s " + folder.resolve("content");
            arguments.add("-c");
            arguments.add("write -c " + what + " " + offset + " " + length);
        }
        arguments.add(image);
        Peers.attempt("qemu-io", arguments.toArray()); // a second write to a cluster fails

        assertThat(Materializer.extents(open(Files.readAllBytes(image)), 0))
                .anySatisfy(extent -> assertThat(extent.mapping()).isInstanceOf(Mapping.Compressed.class));
        assertSameAsQemu("qcow", image);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("formats")
    void anImageCutAnywhereIsRefusedOrReadWithoutLeavingTheFile(String format, String options) throws IOException {
        byte[] file = Files.readAllBytes(image(format, options, 2 << 20, 5));
        SplittableRandom random = new SplittableRandom(6);
        for (int round = 0; round < 400; round++) {
            int length = round < 100 ? round : random.nextInt(file.length);
            assertDoesNoHarm(Arrays.copyOf(file, length), format);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("formats")
    void randomDamageIsRefusedOrReadWithoutLeavingTheFile(String format, String options) throws IOException {
        byte[] good = Files.readAllBytes(image(format, options, 2 << 20, 7));
        SplittableRandom random = new SplittableRandom(8);
        for (int round = 0; round < 1500; round++) {
            byte[] file = good.clone();
            int area = round % 3 == 0 ? file.length : 128;
            for (int i = 0; i < 3; i++) {
                file[4 + random.nextInt(area - 4)] = (byte) random.nextInt();
            }
            assertDoesNoHarm(file, format);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("formats")
    void aSnapshotIsAWrongRequest(String format, String options) throws IOException {
        byte[] file = Files.readAllBytes(image(format, options, 4096, 1));

        assertThatThrownBy(() -> Detector.open(TestSource.of("disk", file), format, new OpenOptions("before")))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("'before'");
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void anOverlayIsRefusedWithTheNameOfItsBackingFile(String format) throws IOException {
        Path base = folder.resolve("base.raw");
        Peers.run("qemu-img", "create", "-q", "-f", "raw", base, "1M");
        Path image = folder.resolve("overlay");
        Peers.run("qemu-img", "create", "-q", "-f", format, "-b", base, "-F", "raw", image);

        assertThatThrownBy(() -> open(Files.readAllBytes(image)))
                .isInstanceOfSatisfying(
                        ConversionException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNSAFE))
                .hasMessageContaining("backing file '" + base + "'");
    }

    static Stream<String> overlays() {
        return Stream.of("qcow", "qed");
    }

    private Path image(String format, String options, int sizeBytes, long seed) throws IOException {
        Path image = folder.resolve("image." + format);
        if (options.isEmpty()) {
            Peers.run("qemu-img", "create", "-q", "-f", format, image, sizeBytes);
        } else {
            Peers.run("qemu-img", "create", "-q", "-f", format, "-o", options, image, sizeBytes);
        }
        scribble(image, format, sizeBytes, seed);
        return image;
    }

    private static void scribble(Path image, String format, int sizeBytes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Object> arguments = new ArrayList<>(List.of("-f", format));
        for (int i = 0; i < 16; i++) {
            int offset = random.nextInt(sizeBytes / SECTOR_BYTES) * SECTOR_BYTES;
            int length = Math.min(sizeBytes - offset, SECTOR_BYTES * random.nextInt(1, 400));
            boolean zeros = format.equals("qed") && random.nextInt(4) == 0;
            arguments.add("-c");
            arguments.add((zeros ? "write -z " : "write -P " + random.nextInt(1, 256) + " ") + offset + " " + length);
        }
        arguments.add(image);
        Peers.run("qemu-io", arguments.toArray());
    }

    private void assertSameAsQemu(String format, Path image) throws IOException {
        Path raw = folder.resolve("expected.raw");
        Peers.run("qemu-img", "convert", "-f", format, "-O", "raw", image, raw);
        assertThat(Arrays.mismatch(Materializer.bytes(open(Files.readAllBytes(image))), Files.readAllBytes(raw)))
                .isEqualTo(-1);
    }

    /** A test source throws an error of another kind when it is read outside its bytes. */
    private static void assertDoesNoHarm(byte[] file, String format) {
        try {
            Materializer.extents(
                    Formats.named(format)
                            .reader()
                            .orElseThrow()
                            .open(TestSource.of("damaged", file), OpenOptions.DEFAULT),
                    0);
        } catch (ConversionException e) {
            assertThat(e).hasMessageContaining("damaged");
        }
    }

    private static DiskImage open(byte[] file) {
        return Detector.open(TestSource.of("disk", file), Detector.AUTO, OpenOptions.DEFAULT);
    }
}
