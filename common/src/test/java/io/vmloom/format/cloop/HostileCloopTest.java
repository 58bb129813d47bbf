package io.vmloom.format.cloop;

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
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileCloopTest {
    private static final int ENTRY = 136;

    static Stream<Arguments> damagedFields() {
        return Stream.of(
                field("block size 0", 128, "multiple of 512 bytes up to 64 MiB, got: 0", f -> f.putInt(128, 0)),
                field("block size 513", 128, "got: 513", f -> f.putInt(128, 513)),
                field("block size 2^31", 128, "got: 2147483648", f -> f.putInt(128, Integer.MIN_VALUE)),
                field("block size 64 MiB + 512", 128, "got: 67109376", f -> f.putInt(128, (64 << 20) + 512)),
                field("2^32-1 blocks", 132, "offsets of 4294967295 blocks", f -> f.putInt(132, -1)),
                field("2^31 blocks", 132, "offsets of 2147483648 blocks", f -> f.putInt(132, Integer.MIN_VALUE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damagedFields")
    void aDamagedFieldIsRefusedWithItsOffset(String damage, long offset, String reason, Consumer<ByteBuffer> change) {
        assertInvalid(changed(change), offset, reason);
    }

    static Stream<Arguments> damagedOffsets() {
        return Stream.of(
                field("over the table", ENTRY, "got: 0x0 to", f -> f.putLong(ENTRY, 0)),
                field("over the table's end", ENTRY, "got: 0xaf to", f -> f.putLong(ENTRY, 136 + 5 * 8 - 1)),
                field("-1", ENTRY, "got: 0xffffffffffffffff to", f -> f.putLong(ENTRY, -1)),
                field("2^63-1", ENTRY, "to 0x7fffffffffffffff", f -> f.putLong(ENTRY + 8, Long.MAX_VALUE)),
                field("2^63", ENTRY, "to 0x8000000000000000", f -> f.putLong(ENTRY + 8, Long.MIN_VALUE)),
                field("empty", ENTRY, "block of 1 byte", f -> f.putLong(ENTRY + 8, f.getLong(ENTRY))),
                field("backwards", ENTRY, "block of 1 byte", f -> f.putLong(ENTRY + 8, f.getLong(ENTRY) - 1)),
                field("past the end", ENTRY + 24, "inside the file", f -> f.putLong(ENTRY + 32, f.capacity() + 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damagedOffsets")
    void aBlockOutsideItsPlaceIsRefusedWithTheOffsetOfItsEntry(
            String damage, long offset, String reason, Consumer<ByteBuffer> change) {
        assertInvalid(changed(change), offset, reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "0.6", "3.0", "\0\0\0"})
    void anotherVersionIsRefusedByItsNumber(String version) {
        byte[] file = changed(f -> f.put(12, version.getBytes()));

        assertThatThrownBy(() -> open(file))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNSUPPORTED))
                .hasMessageContaining("version " + version.replace('\0', '?') + " of compressed loop devices");
    }

    @Test
    void anImageCutAnywhereIsRefused() {
        byte[] file = image().build();

        assertThat(HostileFiles.refusedCuts(new CloopReader(), file)).isEqualTo(file.length);
    }

    @Test
    void randomDamageIsRefusedOrReadWithoutLeavingTheFile() {
        byte[] good = image().build();

        HostileFiles.damage(new CloopReader(), good, 200, 3000, 5);
        HostileFiles.damage(new CloopReader(), good, good.length, 1000, 6);
    }

    private static CloopFixture image() {
        return new CloopFixture(new SplittableRandom(1), 1024, 4);
    }

    private static byte[] changed(Consumer<ByteBuffer> change) {
        byte[] file = image().build();
        change.accept(ByteBuffer.wrap(file));
        return file;
    }

    private static void assertInvalid(byte[] file, long offset, String reason) {
        assertThatThrownBy(() -> Materializer.extents(open(file), 0))
                .isInstanceOfSatisfying(ImageException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_INVALID);
                    assertThat(e.hostOffset()).isEqualTo(OptionalLong.of(offset));
                })
                .hasMessageContaining("disk.cloop")
                .hasMessageContaining(reason);
    }

    private static DiskImage open(byte[] file) {
        return new CloopReader().open(TestSource.of("disk.cloop", file), OpenOptions.DEFAULT);
    }

    private static Arguments field(String damage, long offset, String reason, Consumer<ByteBuffer> change) {
        return arguments(damage, offset, reason, change);
    }
}
