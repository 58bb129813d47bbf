package io.vmloom.format.vmdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.ImageException;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What other programs wrote is read as they read it. */
class VmdkPeersTest {
    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> filesOfOtherProgramsHaveTheGuestThatQemuSees() {
        return SampleImages.rows().stream()
                .filter(row -> row.format().startsWith("vmdk "))
                .map(row -> DynamicTest.dynamicTest(row.path(), () -> assertSameGuest(row)));
    }

    private void assertSameGuest(SampleImages.Row row) throws IOException {
        byte[] file = row.bytes();
        DiskImage image = Detector.open(TestSource.of(row.path(), file), "vmdk", OpenOptions.DEFAULT);
        Path stream = Files.write(folder.resolve("sample.vmdk"), file);
        Path raw = folder.resolve("sample.raw");
        Materializer.writeRaw(image, raw);

        assertThat(image.virtualBytes()).isEqualTo(row.virtualBytes());
        Peers.run("qemu-img", "compare", "-f", "raw", "-F", "vmdk", raw, stream);
    }

    @TestFactory
    Stream<DynamicTest> filesOfOtherProgramsHaveTheRecordedGuest() {
        return SampleImages.rows().stream()
                .filter(row -> row.format().startsWith("vmdk ") && !row.md5().isEmpty())
                .map(row -> DynamicTest.dynamicTest(row.path(), () -> {
                    DiskImage image =
                            Detector.open(TestSource.of(row.path(), row.bytes()), Detector.AUTO, OpenOptions.DEFAULT);
                    assertThat(Materializer.md5(image)).isEqualTo(row.md5());
                }));
    }

    @TestFactory
    Stream<DynamicTest> otherKindsAreRefusedByName() {
        return SampleImages.rows().stream()
                .filter(row -> row.path().endsWith(".vmdk") && !row.format().startsWith("vmdk "))
                .filter(row -> !row.path().contains("CentOS") && row.bytes().length < 1 << 25)
                .map(row -> DynamicTest.dynamicTest(
                        row.path(),
                        () -> assertThatThrownBy(() -> Detector.open(
                                        TestSource.of(row.path(), row.bytes()), "vmdk", OpenOptions.DEFAULT))
                                .isInstanceOf(ImageException.class)
                                .hasMessageContaining(row.path())));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 127, 128, 65536, 200_000, 409_601})
    void qemuImgsStreamsAreRead(int sectors) throws IOException {
        byte[] guest = guest(sectors);
        Path raw = Files.write(folder.resolve("guest.raw"), guest);
        Path stream = folder.resolve("guest.vmdk");
        Peers.run("qemu-img", "convert", "-f", "raw", "-O", "vmdk", "-o", "subformat=streamOptimized", raw, stream);

        DiskImage image = Detector.open(
                TestSource.of("guest.vmdk", Files.readAllBytes(stream)), Detector.AUTO, OpenOptions.DEFAULT);

        assertThat(Arrays.equals(Materializer.bytes(image), guest)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",zeroed_grain=on", ",adapter_type=lsilogic,hwversion=13"})
    void qemuImgsSparseFilesAreReadAsQemuReadsThem(String options) throws IOException {
        for (int sectors : new int[] {1, 127, 128, 65537, 150_000}) {
            Path file = folder.resolve("sparse.vmdk");
            Peers.run(
                    "qemu-img",
                    "create",
                    "-q",
                    "-f",
                    "vmdk",
                    "-o",
                    "subformat=monolithicSparse" + options,
                    file,
                    sectors * 512L);
            scribble(file, sectors, options.contains("zeroed_grain"));
            Path raw = folder.resolve("sparse.raw");
            Peers.run("qemu-img", "convert", "-f", "vmdk", "-O", "raw", file, raw);

            DiskImage image = Detector.open(
                    TestSource.of("sparse.vmdk", Files.readAllBytes(file)), Detector.AUTO, OpenOptions.DEFAULT);

            assertThat(Arrays.mismatch(Materializer.bytes(image), Files.readAllBytes(raw)))
                    .isEqualTo(-1);
        }
    }

    private static void scribble(Path file, int sectors, boolean zeros) {
        SplittableRandom random = new SplittableRandom(sectors);
        List<Object> arguments = new ArrayList<>(List.of("-f", "vmdk"));
        for (int i = 0; i < 20; i++) {
            int sector = random.nextInt(sectors);
            int count = Math.min(sectors - sector, random.nextInt(1, 600));
            String kind = zeros && i % 3 == 2 ? "write -z " : "write -P " + random.nextInt(1, 256) + " ";
            arguments.addAll(List.of("-c", kind + sector * 512L + " " + count * 512L));
        }
        arguments.add(file);
        Peers.run("qemu-io", arguments.toArray());
    }

    /** The fixture must not share the reader's misunderstandings either. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void qemuImgReadsTheSparseFixturesAsWeDo(long seed) throws IOException {
        SparseFixture fixture = SparseFixture.random(new SplittableRandom(seed));
        Path file = Files.write(folder.resolve("fixture.vmdk"), fixture.build());
        Path raw = Files.write(folder.resolve("fixture.raw"), fixture.guest());

        Peers.run("qemu-img", "compare", "-f", "raw", "-F", "vmdk", raw, file);
    }

    /** The fixture must not share the reader's misunderstandings. */
    @ParameterizedTest
    @EnumSource(StreamFixture.Layout.class)
    void qemuImgReadsTheFixturesAsWeDo(StreamFixture.Layout layout) throws IOException {
        StreamFixture fixture = new StreamFixture(70_000).fill(new SplittableRandom(3), 20);
        fixture.layout = layout;
        Path stream = Files.write(folder.resolve("fixture.vmdk"), fixture.build());
        Path raw = Files.write(folder.resolve("fixture.raw"), fixture.guest());

        Peers.run("qemu-img", "compare", "-f", "raw", "-F", "vmdk", raw, stream);
    }

    private static byte[] guest(int sectors) {
        SplittableRandom random = new SplittableRandom(sectors);
        byte[] guest = new byte[sectors * 512];
        for (int i = 0; i < 30; i++) {
            byte[] run = new byte[random.nextInt(1, Math.min(guest.length, 200_000) + 1)];
            random.nextBytes(run);
            System.arraycopy(run, 0, guest, random.nextInt(guest.length - run.length + 1), run.length);
        }
        return guest;
    }
}
