package io.vmloom.format.asif;

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

class HostileAsifTest {
    private static final int CHUNK = 32 << 10;
    private static final int ACTIVE = 2 * CHUNK;
    private static final int TABLE = 3 * CHUNK;

    static Stream<Arguments> damagedFields() {
        return Stream.of(
                field("block of 0", 68, "power of two from 512 bytes on, got: 0", f -> f.putShort(68, (short) 0)),
                field("block of 256", 68, "got: 256", f -> f.putShort(68, (short) 256)),
                field("block of 65535", 68, "got: 65535", f -> f.putShort(68, (short) -1)),
                field("-1 sectors", 48, "got: 18446744073709551615", f -> f.putLong(48, -1)),
                field("2^51+1 sectors", 48, "at most 2^60 bytes", f -> f.putLong(48, (1L << 51) + 1)),
                field("more than it may grow to", 48, "may grow to, 639", f -> f.putLong(56, 639)),
                field("chunk of 0", 64, "power of two up to 1 GiB that holds a group of 2049", f -> f.putInt(64, 0)),
                field("chunk of 16 KiB", 64, "got: 16384", f -> f.putInt(64, 16 << 10)),
                field("chunk of 32769", 64, "got: 32769", f -> f.putInt(64, 32769)),
                field("chunk of 2^31", 64, "got: 2147483648", f -> f.putInt(64, Integer.MIN_VALUE)),
                field("block larger than the chunk allows", 64, "16385 entries", f -> f.putShort(68, (short) 4096)),
                field("directory over the header", 16, "must lie behind the header", f -> f.putLong(16, 80)),
                field("directory at -1", 24, "got: 0xffffffffffffffff", f -> f.putLong(24, -1)),
                field("directory at 2^63-1", 24, "inside the file", f -> f.putLong(24, Long.MAX_VALUE)),
                field("directory at the end", 24, "of 16 bytes", f -> f.putLong(24, f.capacity() - 15)),
                field(
                        "a disk of 2^59 bytes",
                        16,
                        "inside the file",
                        f -> f.putLong(48, 1L << 50).putLong(56, 1L << 50)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damagedFields")
    void aDamagedFieldIsRefusedWithItsOffset(String damage, long offset, String reason, Consumer<ByteBuffer> change) {
        assertInvalid(changed(change), offset, reason);
    }

    static Stream<Arguments> damagedEntries() {
        return Stream.of(
                field("table outside", ACTIVE + 8, "a table must be a chunk", f -> f.putLong(ACTIVE + 8, 99)),
                field("table cut", ACTIVE + 8, "a table must be", f -> f.putLong(ACTIVE + 8, f.capacity() / CHUNK)),
                field("table 2^55-1", ACTIVE + 8, "table", f -> f.putLong(ACTIVE + 8, (1L << 55) - 1)),
                field("reserved bits of a table", ACTIVE + 8, "table", f -> f.putLong(ACTIVE + 8, 1L << 55 | 3)),
                field("chunk outside", TABLE + 16, "a chunk must be", f -> f.putLong(TABLE + 16, 99)),
                field("chunk at the end", TABLE + 16, "chunk", f -> f.putLong(TABLE + 16, f.capacity() / CHUNK)),
                field("chunk 2^55-1", TABLE + 16, "chunk", f -> f.putLong(TABLE + 16, (1L << 55) - 1)),
                field(
                        "reserved bits of a chunk",
                        TABLE + 16,
                        "got: 0x2000000000000004",
                        f -> f.putLong(TABLE + 16, 1L << 61 | 4)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damagedEntries")
    void aDamagedEntryIsRefusedWithItsOffset(String damage, long offset, String reason, Consumer<ByteBuffer> change) {
        assertInvalid(changed(change), offset, reason);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, -1})
    void anotherVersionIsRefusedByItsNumber(int version) {
        byte[] file = changed(f -> f.putInt(4, version));

        assertThatThrownBy(() -> open(file))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNSUPPORTED))
                .hasMessageContaining("version " + Integer.toUnsignedString(version) + " of ASIF is unknown");
    }

    /** What lies behind the end of the file is zero, so that only the last chunk may be cut. */
    @Test
    void anImageCutInHeaderDirectoriesOrTableIsRefused() {
        for (int length : new int[] {0, 4, 87, 88, CHUNK, CHUNK + 15, ACTIVE + 15, TABLE, TABLE + 16391, 4 * CHUNK}) {
            byte[] file = Arrays.copyOf(image(), length);

            assertThatThrownBy(() -> Materializer.extents(open(file), 0))
                    .as("%d bytes", length)
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("disk.asif");
        }
    }

    @Test
    void randomDamageIsRefusedOrReadWithoutLeavingTheFile() {
        byte[] good = image();

        HostileFiles.damage(new AsifReader(), good, 88, 2000, 5);
        HostileFiles.damage(new AsifReader(), good, good.length, 1000, 6);
    }

    private static byte[] image() {
        return new AsifFixture(new SplittableRandom(1), 640).write(2).build();
    }

    private static byte[] changed(Consumer<ByteBuffer> change) {
        byte[] file = image();
        change.accept(ByteBuffer.wrap(file));
        return file;
    }

    private static void assertInvalid(byte[] file, long offset, String reason) {
        assertThatThrownBy(() -> Materializer.extents(open(file), 0))
                .isInstanceOfSatisfying(ImageException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_INVALID);
                    assertThat(e.hostOffset()).isEqualTo(OptionalLong.of(offset));
                })
                .hasMessageContaining("disk.asif")
                .hasMessageContaining(reason);
    }

    private static DiskImage open(byte[] file) {
        return new AsifReader().open(TestSource.of("disk.asif", file), OpenOptions.DEFAULT);
    }

    private static Arguments field(String damage, long offset, String reason, Consumer<ByteBuffer> change) {
        return arguments(damage, offset, reason, change);
    }
}
