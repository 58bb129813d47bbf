package io.vmloom.format.sparseimage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vmloom.error.ErrorCode;
import io.vmloom.error.ImageException;
import io.vmloom.format.OpenOptions;
import io.vmloom.testing.HostileFiles;
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

class HostileSparseImageTest {
    private static final int BAND = 1024;

    /** The header, three bands, and a node with the others. */
    private static final int NODE = 4096 + 3 * BAND;

    static Stream<Arguments> damagedFields() {
        return Stream.of(
                field("no sectors in a band", 8, "a band must have sectors", f -> f.putInt(8, 0)),
                field(
                        "band of 2^41 bytes",
                        68,
                        "got: band",
                        f -> f.putInt(8, -1).putInt(64, 0).putInt(68, 1)),
                field("other lower half", 28, "got: 40 and 41", f -> f.putInt(16, 41)),
                field("-1 sectors", 28, "got: 18446744073709551615", f -> f.putLong(28, -1)),
                field(
                        "2^53+1 sectors",
                        28,
                        "at most 2^53",
                        f -> f.putLong(28, (1L << 53) + 1).putInt(16, 1)),
                field(
                        "2^63 sectors",
                        28,
                        "at most 2^53",
                        f -> f.putLong(28, Long.MIN_VALUE).putInt(16, 0)),
                field(
                        "2^31 bands and more",
                        8,
                        "at most 2147483647 bands",
                        f -> f.putLong(28, 1L << 50).putInt(16, 0)),
                field("band behind the disk", 64, "one of the disk's 20 and begin", f -> f.putInt(64, 21)),
                field("band 2^32-1", 68, "got: band 4294967295", f -> f.putInt(68, -1)),
                field("band outside the file", 64 + 400, "got: band 1 at 0x1a000", f -> f.putInt(64 + 400, 1)),
                field("node at -1", 0, "got: 0xffffffffffffffff", f -> f.putLong(20, -1)),
                field(
                        "node outside the file",
                        0,
                        "next of at most 4096 nodes",
                        f -> f.putLong(20, f.capacity() - 4095)),
                field("node at 2^63-1", 0, "next of at most 4096 nodes", f -> f.putLong(20, Long.MAX_VALUE)),
                field("node without magic", NODE, "must begin with 'sprs'", f -> f.putInt(NODE, 0)),
                field("node that is its own next", NODE, "stand behind this one", f -> f.putLong(NODE + 12, NODE)),
                field("node that goes back", NODE, "stand behind this one", f -> f.putLong(NODE + 12, 4096)),
                field("band of a node outside", NODE + 60, "a band must be", f -> f.putInt(NODE + 60, 99)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damagedFields")
    void aDamagedFieldIsRefusedWithItsOffset(String damage, long offset, String reason, Consumer<ByteBuffer> change) {
        byte[] file = image();
        change.accept(ByteBuffer.wrap(file));

        assertInvalid(file, offset, reason);
    }

    @Test
    void aBandInTwoPlacesIsRefused() {
        byte[] file = image();
        ByteBuffer in = ByteBuffer.wrap(file);
        in.putInt(68, in.getInt(64));

        assertInvalid(file, 4096 + BAND, "stands here and at 0x1000");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4, -1})
    void anotherVersionIsRefusedByItsNumber(int version) {
        byte[] file = image();
        ByteBuffer.wrap(file).putInt(4, version);

        assertThatThrownBy(() -> new SparseImageReader().open(TestSource.of("disk", file), OpenOptions.DEFAULT))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNSUPPORTED))
                .hasMessageContaining("version " + Integer.toUnsignedString(version) + " of Apple's sparse images");
    }

    /** What lies behind the end of the file is zero, so that only the last band may be cut. */
    @Test
    void anImageCutInHeaderIndexOrAnEarlierBandIsRefused() {
        byte[] file = image();

        assertThat(HostileFiles.refusedCuts(new SparseImageReader(), file)).isEqualTo(file.length - BAND + 1);
    }

    @Test
    void randomDamageIsRefusedOrReadWithoutLeavingTheFile() {
        byte[] good = image();

        HostileFiles.damage(new SparseImageReader(), good, 90, 3000, 5);
        HostileFiles.damage(new SparseImageReader(), good, good.length, 1000, 6);
    }

    private static byte[] image() {
        SparseImageFixture fixture = new SparseImageFixture(new SplittableRandom(1), 2, 40).write(8);
        fixture.firstNodeSlots = 3;
        return fixture.build();
    }

    private static void assertInvalid(byte[] file, long offset, String reason) {
        assertThatThrownBy(() ->
                        new SparseImageReader().open(TestSource.of("disk.sparseimage", file), OpenOptions.DEFAULT))
                .isInstanceOfSatisfying(ImageException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_INVALID);
                    assertThat(e.hostOffset()).isEqualTo(OptionalLong.of(offset));
                })
                .hasMessageContaining("disk.sparseimage")
                .hasMessageContaining(reason);
    }

    private static Arguments field(String damage, long offset, String reason, Consumer<ByteBuffer> change) {
        return arguments(damage, offset, reason, change);
    }
}
