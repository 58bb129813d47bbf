package io.vmloom.format.vdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.ImageException;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.Detector;
import io.vmloom.format.OpenOptions;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.TestSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileVdiTest {
    private static final int BLOCK = 4096;

    static Stream<Arguments> damagedFields() {
        return Stream.of(
                        field(72, 383, "at least 384 bytes, got: 383"),
                        field(72, 0, "got: 0"),
                        field(76, 0, "image type must be 1 to 4, got: 0"),
                        field(76, -1, "got: 4294967295"),
                        field(340, 0, "block map of 40 bytes at 0x0 must lie behind the header"),
                        field(340, 455, "must lie behind the header"),
                        field(340, -1, "inside the file"),
                        field(340, Integer.MAX_VALUE, "inside the file"),
                        field(344, 0, "data must begin behind the header"),
                        field(344, 512, "outside the block map, got: 0x200"),
                        field(344, 551, "outside the block map"),
                        field(360, 4096, "sectors must have 512 bytes, got: 4096"),
                        field(376, 0, "power of two from 512 bytes to 256.0 MiB, got: 0"),
                        field(376, 4095, "got: 4095"),
                        field(376, 256, "got: 256"),
                        field(376, 1 << 29, "got: 536870912"),
                        field(376, Integer.MIN_VALUE, "got: 2147483648"),
                        field(380, 3, "extra bytes of a block must be 0 or a power of two up to 256.0 MiB, got: 3"),
                        field(380, Integer.MIN_VALUE, "got: 2147483648"),
                        field(384, -1, "block map of 17179869180 bytes").at(340),
                        field(384, 9, "must fit into its 9 blocks of 4096 bytes")
                                .at(368),
                        field(388, 11, "at most all 10 blocks can be allocated, got: 11"),
                        field(368, 10 * BLOCK + 1, "a disk of 40961 bytes must fit"),
                        field(372, -1, "a disk of 18446744069414625280 bytes must fit")
                                .at(368),
                        field(372, Integer.MAX_VALUE, "must fit").at(368))
                .map(Case::arguments);
    }

    private record Case(int field, int value, String reason, int offset) {
        Case at(int otherOffset) {
            return new Case(field, value, reason, otherOffset);
        }

        Arguments arguments() {
            return Arguments.arguments(field, value, reason, offset);
        }
    }

    private static Case field(int field, int value, String reason) {
        return new Case(field, value, reason, field);
    }

    @ParameterizedTest(name = "{0} = {1}: {2}")
    @MethodSource("damagedFields")
    void aDamagedFieldIsRefusedWithItsOffset(int field, int value, String reason, long offset) {
        byte[] file = changed(header -> header.putInt(field, value));

        assertThatThrownBy(() -> open(file))
                .isInstanceOfSatisfying(ImageException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_INVALID);
                    assertThat(e.hostOffset()).isEqualTo(OptionalLong.of(offset));
                })
                .hasMessageContaining("disk.vdi")
                .hasMessageContaining(reason);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal("VDI version 1.2 is unknown", h -> h.putInt(68, 0x10002)),
                refusal("VDI version 0.1 is unknown", h -> h.putInt(68, 1)),
                refusal("VDI version 65535.65535 is unknown", h -> h.putInt(68, -1)),
                refusal("flags 0x80000000 are unknown", h -> h.putInt(80, 0x80000001)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void whatIsNotReadIsRefusedByName(String reason, Consumer<ByteBuffer> change) {
        assertThatThrownBy(() -> open(changed(change)))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNSUPPORTED))
                .hasMessageContaining("disk.vdi")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 1000, Integer.MAX_VALUE, 0xfffffffd})
    void aSlotOutsideTheFileIsRefusedWithTheOffsetOfItsEntry(int slot) {
        VdiFixture fixture = fixture();
        fixture.specialEntries.put(7, slot);

        assertThatThrownBy(() -> Materializer.extents(open(fixture.build()), 0))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.hostOffset()).isEqualTo(OptionalLong.of(512 + 7 * 4)))
                .hasMessageContaining("guest offset 0x7000")
                .hasMessageContaining("slot " + Integer.toUnsignedString(slot));
    }

    @Test
    void anImageCutAnywhereIsRefusedOrNeverReadPastItsEnd() {
        byte[] file = fixture().build();
        int complete = 0;
        for (int length = 68; length < file.length; length++) {
            TestSource source = TestSource.of("cut.vdi", Arrays.copyOf(file, length));
            try {
                Materializer.bytes(new VdiReader().open(source, OpenOptions.DEFAULT));
                complete++;
            } catch (ImageException e) {
                assertThat(e).hasMessageContaining("cut.vdi");
            }
        }
        assertThat(complete).isZero();
    }

    @Test
    void aFileThatEndsInsideTheHeaderOfTheFirstVersionIsRefused() {
        VdiFixture fixture = fixture();
        fixture.version = VdiHeader.VERSION_0_2;
        byte[] file = Arrays.copyOf(fixture.build(), 419);

        assertThatThrownBy(() -> open(file))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("offset 0x1a3: the file ends inside the VDI header of 420 bytes");
    }

    @Test
    void randomDamageIsRefusedOrReadWithoutLeavingTheFile() {
        SplittableRandom random = new SplittableRandom(7);
        byte[] good = fixture().build();
        for (int round = 0; round < 5000; round++) {
            byte[] file = good.clone();
            for (int i = 0; i < 3; i++) {
                file[68 + random.nextInt(512 + 40 - 68)] = (byte) random.nextInt();
            }
            TestSource source = TestSource.of("damaged.vdi", file);
            try {
                Materializer.extents(new VdiReader().open(source, OpenOptions.DEFAULT), 0);
            } catch (ConversionException e) {
                assertThat(e).hasMessageContaining("damaged.vdi");
            }
        }
    }

    private static VdiFixture fixture() {
        VdiFixture fixture = new VdiFixture(10 * BLOCK);
        fixture.blockBytes = BLOCK;
        for (int block : new int[] {1, 4, 9}) {
            byte[] content = new byte[BLOCK];
            Arrays.fill(content, (byte) block);
            fixture.content.put(block, content);
        }
        return fixture;
    }

    private static byte[] changed(Consumer<ByteBuffer> change) {
        byte[] file = fixture().build();
        change.accept(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN));
        return file;
    }

    private static Arguments refusal(String reason, Consumer<ByteBuffer> change) {
        return arguments(reason, change);
    }

    private static DiskImage open(byte[] file) {
        return Detector.open(TestSource.of("disk.vdi", file), Detector.AUTO, OpenOptions.DEFAULT);
    }
}
