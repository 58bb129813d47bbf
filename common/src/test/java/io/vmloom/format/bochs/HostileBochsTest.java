package io.vmloom.format.bochs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vmloom.error.ErrorCode;
import io.vmloom.error.ImageException;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.OpenOptions;
import io.vmloom.testing.HostileFiles;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.TestSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileBochsTest {
    static Stream<Arguments> damagedFields() {
        return Stream.of(
                field("extent 0", 80, "power of two from 512 bytes to 8 MiB, got: 0", f -> f.putInt(80, 0)),
                field("extent 256", 80, "got: 256", f -> f.putInt(80, 256)),
                field("extent 4097", 80, "got: 4097", f -> f.putInt(80, 4097)),
                field("extent 16 MiB", 80, "got: 16777216", f -> f.putInt(80, 16 << 20)),
                field("extent 2^31", 80, "got: 2147483648", f -> f.putInt(80, Integer.MIN_VALUE)),
                field("bitmap 0", 76, "must have 8 bits", f -> f.putInt(76, 0)),
                field("bitmap 2^32-1", 76, "at most 1 MiB, got: 4294967295", f -> f.putInt(76, -1)),
                field("bitmap too short", 76, "must have 128 bits", f -> f.putInt(80, 65536)),
                field("header 511", 68, "at least 512 bytes, got: 511", f -> f.putInt(68, 511)),
                field(
                        "header 2^32-1",
                        72,
                        "at 0xffffffff must have at most 2^20 and lie inside the file",
                        f -> f.putInt(68, -1)),
                field("2^32-1 entries", 72, "catalog of 4294967295 entries", f -> f.putInt(72, -1)),
                field("too few entries", 88, "must fit into its 2 extents", f -> f.putInt(72, 2)),
                field("no entries", 88, "must fit into its 0 extents", f -> f.putInt(72, 0)),
                field("disk -1", 88, "a disk of 18446744073709551104 bytes", f -> f.putLong(88, -1)),
                field("disk 2^63-1", 88, "a disk of 9223372036854775296", f -> f.putLong(88, Long.MAX_VALUE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damagedFields")
    void aDamagedFieldIsRefusedWithItsOffset(String damage, long offset, String reason, Consumer<ByteBuffer> change) {
        assertInvalid(changed(change), offset, reason);
    }

    static Stream<Arguments> unsupported() {
        return Stream.of(
                arguments("'Redolog Undoable'", (Consumer<ByteBuffer>) f -> f.put(48, "Undoable".getBytes())),
                arguments("'Redolog Volatile'", (Consumer<ByteBuffer>) f -> f.put(48, "Volatile".getBytes())),
                arguments("'Sparse? Growing'", (Consumer<ByteBuffer>) f -> f.put(32, "Sparse\033".getBytes())),
                arguments("version 0x30000", (Consumer<ByteBuffer>) f -> f.putInt(64, 0x30000)),
                arguments("version 0x10001", (Consumer<ByteBuffer>) f -> f.putInt(64, 0x10001)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unsupported")
    void whatIsNotReadIsRefusedByName(String reason, Consumer<ByteBuffer> change) {
        assertThatThrownBy(() -> open(changed(change)))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNSUPPORTED))
                .hasMessageContaining("disk.bochs")
                .hasMessageContaining(reason)
                .hasMessageContaining("with bximage");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 1000, Integer.MAX_VALUE, Integer.MIN_VALUE, -2})
    void anExtentOutsideTheFileIsRefusedWithTheOffsetOfItsEntry(int entry) {
        byte[] file = changed(f -> f.putInt(512 + 4, entry));

        assertThatThrownBy(() -> Materializer.extents(open(file), 0))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.hostOffset()).isEqualTo(OptionalLong.of(516)))
                .hasMessageContaining("guest offset 0x1000: the bitmap of the extent must lie inside the file");
    }

    /** What lies behind the end of the file is zero, so that only the last extent's data may be cut. */
    @Test
    void anImageCutInHeaderCatalogOrBitmapIsRefused() {
        byte[] file = image().build();

        assertThat(HostileFiles.refusedCuts(new BochsReader(), file)).isEqualTo(file.length - 4096);
    }

    @Test
    void randomDamageIsRefusedOrReadWithoutLeavingTheFile() {
        byte[] good = image().build();

        HostileFiles.damage(new BochsReader(), good, 540, 3000, 5);
        HostileFiles.damage(new BochsReader(), good, good.length, 2000, 6);
    }

    private static BochsFixture image() {
        return new BochsFixture(new SplittableRandom(1), 24).fill(60);
    }

    private static byte[] changed(Consumer<ByteBuffer> change) {
        byte[] file = image().build();
        change.accept(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN));
        return file;
    }

    private static void assertInvalid(byte[] file, long offset, String reason) {
        assertThatThrownBy(() -> open(file))
                .isInstanceOfSatisfying(ImageException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_INVALID);
                    assertThat(e.hostOffset()).isEqualTo(OptionalLong.of(offset));
                })
                .hasMessageContaining("disk.bochs")
                .hasMessageContaining(reason);
    }

    private static DiskImage open(byte[] file) {
        return new BochsReader().open(TestSource.of("disk.bochs", file), OpenOptions.DEFAULT);
    }

    private static Arguments field(String damage, long offset, String reason, Consumer<ByteBuffer> change) {
        return arguments(damage, offset, reason, change);
    }
}
