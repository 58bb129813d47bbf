package io.vmloom.format.cow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vmloom.error.ErrorCode;
import io.vmloom.error.ImageException;
import io.vmloom.format.OpenOptions;
import io.vmloom.testing.HostileFiles;
import io.vmloom.testing.TestSource;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class HostileCowTest {
    static Stream<Arguments> damagedFields() {
        return Stream.of(
                field(CowLayout.QEMU_X86_64, "size 2^63", 1040, "at most 2^60", f -> f.putLong(1040, Long.MIN_VALUE)),
                field(CowLayout.QEMU_X86_64, "size -1", 1040, "18446744073709551615", f -> f.putLong(1040, -1)),
                field(CowLayout.QEMU_X86_64, "size 2^63-1", 1040, "2^60", f -> f.putLong(1040, Long.MAX_VALUE)),
                field(CowLayout.QEMU_X86_64, "2^60 bytes", 1040, "inside the file", f -> f.putLong(1040, 1L << 60)),
                field(CowLayout.QEMU_I386, "2^60 bytes", 1036, "inside the file", f -> f.putLong(1036, 1L << 60)),
                field(CowLayout.UML_1, "2^60 bytes", 268, "inside the file", f -> f.putLong(268, 1L << 60)),
                field(CowLayout.UML_2, "2^60 bytes", 4108, "inside the file", f -> f.putLong(4108, 1L << 60)),
                field(CowLayout.UML_3, "2^60 bytes", 12, "inside the file", f -> f.putLong(12, 1L << 60)),
                field(CowLayout.UML_3_PADDED, "2^60 bytes", 16, "inside the file", f -> f.putLong(16, 1L << 60)),
                field(CowLayout.UML_1, "9 sectors", 268, "multiple of 4096", f -> f.putLong(268, 9 * 512)),
                field(CowLayout.UML_2, "9 sectors", 4108, "multiple of 4096", f -> f.putLong(4108, 9 * 512)),
                field(CowLayout.QEMU_X86_64, "sectors of 4096", 1048, "512 bytes", f -> f.putInt(1048, 4096)),
                field(CowLayout.QEMU_X86_64, "padding", 1048, "512 bytes", f -> f.putInt(1036, 1)),
                field(CowLayout.QEMU_I386, "sectors of 0", 1048, "512 bytes", f -> f.putInt(1044, 0)),
                field(CowLayout.UML_1, "sectors of -512", 276, "512 bytes", f -> f.putInt(276, -512)),
                field(CowLayout.UML_3, "no alignment", 20, "512 bytes", f -> f.putInt(24, 0)),
                field(CowLayout.UML_3, "odd alignment", 20, "512 bytes", f -> f.putInt(24, 4095)),
                field(CowLayout.UML_3, "alignment 256", 20, "512 bytes", f -> f.putInt(24, 256)),
                field(CowLayout.UML_3, "alignment 2^31", 20, "512 bytes", f -> f.putInt(24, Integer.MIN_VALUE)),
                field(CowLayout.UML_3, "alignment 2^30", 12, "at 0x40000000", f -> f.putInt(24, 1 << 30)),
                field(CowLayout.UML_3, "format 1", 20, "512 bytes", f -> f.putInt(28, 1)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("damagedFields")
    void aDamagedFieldIsRefusedWithItsOffset(
            CowLayout layout, String damage, long offset, String reason, Consumer<ByteBuffer> change) {
        byte[] file = image(layout);
        change.accept(ByteBuffer.wrap(file));

        assertThatThrownBy(() -> new CowReader().open(TestSource.of("disk.cow", file), OpenOptions.DEFAULT))
                .isInstanceOfSatisfying(ImageException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_INVALID);
                    assertThat(e.hostOffset()).isEqualTo(OptionalLong.of(offset));
                })
                .hasMessageContaining("disk.cow")
                .hasMessageContaining(reason);
    }

    static Stream<Arguments> unknownVersions() {
        return Stream.of(
                arguments("version 0 ", hex("4f4f4f4d 00000000")),
                arguments("version 4 ", hex("4f4f4f4d 00000004")),
                arguments("version 4294967295 ", hex("4f4f4f4d ffffffff")),
                arguments("version 16777216 ", hex("4f4f4f4d 01000000")),
                arguments("version 3 of the cow format is unknown in little-endian order", hex("4d4f4f4f 03000000")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unknownVersions")
    void anUnknownVersionIsRefusedByItsNumber(String reason, byte[] start) {
        byte[] file = image(CowLayout.UML_3);
        System.arraycopy(start, 0, file, 0, start.length);

        assertThatThrownBy(() -> new CowReader().open(TestSource.of("disk.cow", file), OpenOptions.DEFAULT))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNSUPPORTED))
                .hasMessageContaining(reason);
    }

    /** What is behind the bitmap may be missing, the programs make files that end there. */
    @ParameterizedTest
    @EnumSource
    void anImageCutInHeaderOrBitmapIsRefused(CowLayout layout) {
        CowFixture fixture = new CowFixture(layout, 80).fill(new SplittableRandom(2), 1);

        assertThat(HostileFiles.refusedCuts(new CowReader(), fixture.build())).isEqualTo(fixture.bitmapOffset() + 10);
    }

    @ParameterizedTest
    @EnumSource
    void randomDamageIsRefusedOrReadWithoutLeavingTheFile(CowLayout layout) {
        byte[] good = image(layout);

        HostileFiles.damage(new CowReader(), good, 48, 2000, 5);
        HostileFiles.damage(new CowReader(), good, good.length, 2000, 6);
    }

    private static byte[] image(CowLayout layout) {
        return new CowFixture(layout, 80).fill(new SplittableRandom(2), 3).build();
    }

    private static byte[] hex(String bytes) {
        return HexFormat.of().parseHex(bytes.replace(" ", ""));
    }

    private static Arguments field(
            CowLayout layout, String damage, long offset, String reason, Consumer<ByteBuffer> change) {
        return arguments(layout, damage, offset, reason, change);
    }
}
