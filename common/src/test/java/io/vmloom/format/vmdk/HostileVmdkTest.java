package io.vmloom.format.vmdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.ImageException;
import io.vmloom.error.RequestException;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.Detector;
import io.vmloom.format.OpenOptions;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.TestSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileVmdkTest {
    static Stream<Arguments> headers() {
        return Stream.of(
                header("version 0", ErrorCode.IMAGE_UNSUPPORTED, h -> h.putInt(4, 0)),
                header("version 4", ErrorCode.IMAGE_UNSUPPORTED, h -> h.putInt(4, 4)),
                header("flags 0x80000000", ErrorCode.IMAGE_UNSUPPORTED, h -> h.putInt(8, 0x80030001)),
                header("flags 0x1, algorithm 1", ErrorCode.IMAGE_INVALID, h -> h.putInt(8, 1)),
                header("algorithm 2", ErrorCode.IMAGE_UNSUPPORTED, h -> h.putShort(77, (short) 2)),
                header("transferred as text", ErrorCode.IMAGE_INVALID, h -> h.putInt(73, 0x0a0a200a)),
                header("got: 0 sectors", ErrorCode.IMAGE_INVALID, h -> h.putLong(12, 0)),
                header("18446744073709551615 sectors", ErrorCode.IMAGE_INVALID, h -> h.putLong(12, -1)),
                header("9223372036854775807 sectors", ErrorCode.IMAGE_INVALID, h -> h.putLong(12, Long.MAX_VALUE)),
                header("power of two up to 4096 sectors, got: 0", ErrorCode.IMAGE_INVALID, h -> h.putLong(20, 0)),
                header("got: 129", ErrorCode.IMAGE_INVALID, h -> h.putLong(20, 129)),
                header("got: 8192", ErrorCode.IMAGE_INVALID, h -> h.putLong(20, 8192)),
                header("got: 9223372036854775808", ErrorCode.IMAGE_INVALID, h -> h.putLong(20, Long.MIN_VALUE)),
                header("entries, got: 0", ErrorCode.IMAGE_INVALID, h -> h.putInt(44, 0)),
                header("entries, got: 4294967295", ErrorCode.IMAGE_INVALID, h -> h.putInt(44, -1)),
                header("no descriptor", ErrorCode.IMAGE_UNSUPPORTED, h -> h.putLong(28, 0)),
                header("descriptor must be", ErrorCode.IMAGE_INVALID, h -> h.putLong(28, Long.MAX_VALUE)),
                header("descriptor must be", ErrorCode.IMAGE_INVALID, h -> h.putLong(28, -5)),
                header("descriptor must be", ErrorCode.IMAGE_INVALID, h -> h.putLong(36, Long.MAX_VALUE)),
                header("descriptor must be", ErrorCode.IMAGE_INVALID, h -> h.putLong(36, 0)),
                header("grain directory at sector 0x0", ErrorCode.IMAGE_INVALID, h -> h.putLong(56, 0)),
                header("grain directory at sector", ErrorCode.IMAGE_INVALID, h -> h.putLong(56, Long.MAX_VALUE)),
                header("grain directory at sector", ErrorCode.IMAGE_INVALID, h -> h.putLong(56, -2)),
                header("no footer is there", ErrorCode.IMAGE_INVALID, h -> h.putLong(56, -1)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("headers")
    void aForgedHeaderIsRefusedWithItsReason(String reason, ErrorCode code, Consumer<ByteBuffer> forge) {
        byte[] file = fixture().build();
        forge.accept(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN));

        assertRefused(file, code, reason);
    }

    static Stream<Arguments> descriptors() {
        String good = StreamFixture.DESCRIPTOR.formatted(4096);
        return Stream.of(
                arguments(
                        "needs a parent image with VMDK content id 11111111",
                        good.replace("parentCID=ffffffff", "parentCID=11111111")),
                arguments("got: 'monolithicFlat'", good.replace("streamOptimized", "monolithicFlat")),
                arguments("got: ''", good.replace("createType", "#")),
                arguments("one SPARSE extent", good.replace("RDONLY 4096 SPARSE", "RDONLY 4096 FLAT")),
                arguments("one SPARSE extent", good + "RW 4096 FLAT \"/etc/passwd\" 0\n"),
                arguments("one SPARSE extent", good.replace("RDONLY", "#")),
                arguments("must be readable", good.replace("RDONLY", "NOACCESS")),
                arguments("header's capacity of 4096", good.replace("4096", "999999")),
                arguments("'parentcid' twice", good + "parentCID=22222222\n"),
                arguments("'createtype' twice", good + "createType=\"custom\"\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("descriptors")
    void aDescriptorThatWantsAnotherFileIsRefused(String reason, String descriptor) {
        StreamFixture fixture = fixture();
        fixture.descriptor = descriptor;

        assertThatThrownBy(() -> open(fixture.build()))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("disk.vmdk")
                .hasMessageContaining(reason);
    }

    @Test
    void aDiskThatNeedsTooManyTablesIsRefusedBeforeTheyAreAllocated() {
        StreamFixture fixture = fixture();
        fixture.descriptor = StreamFixture.DESCRIPTOR.formatted(1L << 50);
        byte[] file = fixture.build();
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(12, 1L << 50);

        assertRefused(file, ErrorCode.IMAGE_UNSAFE, "needs 17179869184 grain tables, more than 4194304");
    }

    @Test
    void aHugeDescriptorLineIsParsedInLinearTime() {
        StreamFixture fixture = fixture();
        fixture.descriptorSectors = 2048;
        fixture.descriptor = StreamFixture.DESCRIPTOR.formatted(4096) + "x=" + " ".repeat(1_000_000) + "\"y";

        assertThat(open(fixture.build()).virtualBytes()).isEqualTo(4096 * 512);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 12, 20, 28, 36, 44})
    void aFooterThatContradictsTheHeaderIsRefused(int field) {
        StreamFixture fixture = fixture();
        fixture.layout = StreamFixture.Layout.GATHERED;
        byte[] file = fixture.build();
        int footer = file.length - 1024;
        file[footer + field]++;

        assertRefused(file, ErrorCode.IMAGE_INVALID, "at offset 0x" + Integer.toHexString(footer));
        assertRefused(file, ErrorCode.IMAGE_INVALID, "footer contradicts the header");
    }

    @Test
    void twoDirectoriesAreRefused() {
        StreamFixture fixture = fixture();
        fixture.layout = StreamFixture.Layout.GATHERED_KNOWN_TO_HEADER;
        byte[] file = fixture.build();
        file[56]++;

        assertRefused(file, ErrorCode.IMAGE_INVALID, "footer contradicts the header");
    }

    @Test
    void aFooterWithoutADirectoryIsRefused() {
        StreamFixture fixture = fixture();
        fixture.layout = StreamFixture.Layout.GATHERED;
        byte[] file = fixture.build();
        Arrays.fill(file, file.length - 1024 + 56, file.length - 1024 + 64, (byte) 0xff);

        assertRefused(file, ErrorCode.IMAGE_INVALID, "does not say where");
    }

    @Test
    void aStreamCutAnywhereIsRefusedOrNeverReadPastItsEnd() {
        for (StreamFixture.Layout layout : StreamFixture.Layout.values()) {
            StreamFixture fixture = fixture();
            fixture.layout = layout;
            byte[] file = fixture.build();
            for (int length = 0; length < file.length; length += 509) {
                byte[] cut = Arrays.copyOf(file, length);
                try {
                    Materializer.extents(new VmdkReader().open(TestSource.of("cut.vmdk", cut), OpenOptions.DEFAULT), 0);
                } catch (ImageException e) {
                    assertThat(e).hasMessageContaining("cut.vmdk");
                }
            }
        }
    }

    @Test
    void aTableOutsideTheFileIsRefusedWithItsOffset() {
        byte[] file = fixture().build();
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(21 * 512, 0x7fffffff);

        assertThatThrownBy(() -> Materializer.extents(open(file), 0))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.hostOffset()).hasValue(0x7fffffffL * 512))
                .hasMessageContaining("grain table 0 must lie inside the file");
    }

    @Test
    void aGrainOutsideTheFileIsRefusedWithItsGuestOffset() {
        StreamFixture fixture = fixture();
        fixture.specialEntries.put(5, -1);

        assertThatThrownBy(() -> Materializer.extents(open(fixture.build()), 0))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("grain of guest offset 0x50000");
    }

    @Test
    void aLastGrainOfAnotherLengthIsRefused() {
        StreamFixture fixture = new StreamFixture(128 + 5);
        fixture.grains.put(1, new byte[4 * 512]);

        assertThatThrownBy(() -> Materializer.extents(open(fixture.build()), 0))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("must expand to 2560 or 65536 bytes, got: 2048");
    }

    @Test
    void aSnapshotOfAStreamIsAWrongRequest() {
        var source = TestSource.of("disk.vmdk", fixture().build());

        assertThatThrownBy(() -> new VmdkReader().open(source, new OpenOptions("before")))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("'before'");
    }

    @Test
    void randomDamageIsRefusedOrReadWithoutLeavingTheFile() {
        SplittableRandom random = new SplittableRandom(7);
        byte[] good = fixture().build();
        for (int round = 0; round < 2000; round++) {
            byte[] file = good.clone();
            for (int i = 0; i < 3; i++) {
                file[random.nextInt(31 * 512)] = (byte) random.nextInt();
            }
            try {
                DiskImage image = new VmdkReader().open(TestSource.of("damaged.vmdk", file), OpenOptions.DEFAULT);
                Materializer.extents(image, 0);
            } catch (ConversionException e) {
                assertThat(e).hasMessageContaining("damaged.vmdk");
            }
        }
    }

    private static StreamFixture fixture() {
        StreamFixture fixture = new StreamFixture(4096);
        fixture.grains.put(1, new byte[64 << 10]);
        fixture.grains.put(2, new byte[64 << 10]);
        return fixture;
    }

    private static Arguments header(String reason, ErrorCode code, Consumer<ByteBuffer> forge) {
        return arguments(reason, code, forge);
    }

    private static void assertRefused(byte[] file, ErrorCode code, String reason) {
        assertThatThrownBy(() -> open(file))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining("disk.vmdk")
                .hasMessageContaining(reason);
    }

    private static DiskImage open(byte[] file) {
        return Detector.open(TestSource.of("disk.vmdk", file), Detector.AUTO, OpenOptions.DEFAULT);
    }
}
