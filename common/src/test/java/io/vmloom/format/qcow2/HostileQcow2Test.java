package io.vmloom.format.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vmloom.error.ErrorCode;
import io.vmloom.error.ImageException;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.OpenOptions;
import io.vmloom.testing.Materializer;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One broken or dangerous field at a time: each is refused by name, with the offset of the field. */
class HostileQcow2Test {
    private static final long NOWHERE = -1;
    private static final long BEYOND = 1L << 40;

    static Stream<Arguments> damagedHeaders() {
        return Stream.of(
                invalid("an empty file", 0, "must lie inside the file", f -> f.cutTo(0)),
                invalid("a cut header", 64, "must lie inside the file", f -> f.cutTo(70)),
                invalid("a cut v3 header", 96, "must lie inside the file", f -> f.cutTo(98)),
                invalid("another magic number", 0, "magic", f -> f.u8(3, 0)),
                invalid("clusters of 256 bytes", 20, "cluster_bits must be 9 to 21, got: 8", f -> f.u32(20, 8)),
                invalid("clusters of 4 MiB", 20, "got: 22", f -> f.u32(20, 22)),
                invalid("a shift by 2^32-1", 20, "got: 4294967295", f -> f.u32(20, -1)),
                invalid("a negative disk", 24, "2^62", f -> f.u64(24, -512)),
                invalid("a disk past 2^62", 24, "2^62", f -> f.u64(24, (1L << 62) + 1)),
                invalid("2^32-1 L1 entries", 36, "at most 4194304 entries", f -> f.u32(36, -1)),
                invalid("one entry over the L1 limit", 36, "at most", f -> f.u32(36, 4194305)),
                invalid("an L1 table longer than the file", 36, "inside the file", f -> f.u32(36, 4194304)),
                invalid("too few L1 entries", 36, "needs 2 entries", f -> f.u32(36, 1)),
                invalid("a disk larger than L1", 36, "needs", f -> f.u64(24, 1L << 62)),
                invalid("an L1 table past the end", 36, "inside the file", f -> f.u64(40, BEYOND)),
                invalid("an L1 table over the header", 36, "inside the file", f -> f.u64(40, 0)),
                invalid("a negative L1 offset", 36, "inside the file", f -> f.u64(40, -512)),
                invalid("an unaligned L1 table", 36, "must begin at a cluster", f -> f.u64(40, 0x208)),
                invalid("65537 snapshots", 60, "at most 65536", f -> f.u32(60, 65537)),
                invalid(
                        "an unaligned snapshot table",
                        64,
                        "begin at a cluster",
                        f -> f.u32(60, 1).u64(64, 0x601)),
                invalid(
                        "a snapshot table past the end",
                        BEYOND,
                        "snapshot",
                        f -> f.u32(60, 1).u64(64, BEYOND)),
                invalid(
                        "a snapshot table at the far end",
                        Long.MAX_VALUE - 511,
                        "snapshot",
                        f -> f.u32(60, 1).u64(64, Long.MAX_VALUE - 511)),
                invalid(
                        "snapshot data that runs out of the file",
                        0x1_0000_0618L,
                        "snapshot",
                        f -> f.u32(60, 65536).u64(64, 0x600).u32(0x624, 0xffff_fff0L)),
                invalid(
                        "a snapshot with a huge disk",
                        0x630,
                        "2^62",
                        f -> f.u32(60, 1)
                                .u64(64, 0x600)
                                .snapshot(0x600, "1", "a")
                                .u64(0x630, -1)),
                invalid("the corrupt bit", 72, "marked it as corrupt", f -> f.u64(72, 2)),
                invalid("refcounts of 2^7 bits", 96, "refcount_order", f -> f.u32(96, 7)),
                invalid("a header shorter than its fields", 100, "header_length", f -> f.u32(100, 96)),
                invalid("a header longer than its cluster", 100, "header_length", f -> f.u32(100, 1024)),
                invalid("zstd without its feature bit", 104, "feature bit", f -> f.u8(104, 1)),
                invalid("the feature bit without zstd", 104, "feature bit", f -> f.u64(72, 8)),
                invalid("subclusters in small clusters", 20, "at least 14", f -> f.u64(72, 16)),
                invalid("an unknown cipher number", 32, "crypt_method", f -> f.u32(32, 3)),
                invalid("an endless header extension", 112, "must end before", f -> f.extension(112, 5, -1, "")),
                invalid(
                        "a backing name past its cluster",
                        8,
                        "inside the first cluster",
                        f -> f.u64(8, 500).u32(16, 13)),
                invalid(
                        "a backing name of 1024 bytes",
                        8,
                        "at most 1023",
                        f -> f.u64(8, 200).u32(16, 1024)));
    }

    static Stream<Arguments> refusedFeatures() {
        return Stream.of(
                refused("version 4", ErrorCode.IMAGE_UNSUPPORTED, "version 4", f -> f.u32(4, 4)),
                invalid("LUKS without a header", 32, "needs a header extension", f -> f.u32(32, 2)),
                invalid(
                        "a LUKS header past the end",
                        120,
                        "LUKS header must begin at a cluster inside the file of 0xa00 bytes, got: 0x800 and 513",
                        f -> f.u32(32, 2)
                                .extension(112, HeaderExtensions.ENCRYPTION, 16, "")
                                .u64(120, 0x800)
                                .u64(128, 513)),
                invalid(
                        "a LUKS header where none is",
                        0x800,
                        "LUKS: no magic number",
                        f -> f.u32(32, 2)
                                .extension(112, HeaderExtensions.ENCRYPTION, 16, "")
                                .u64(120, 0x800)
                                .u64(128, 512)),
                refused(
                        "an unknown compression",
                        ErrorCode.IMAGE_UNSUPPORTED,
                        "compression type is 9",
                        f -> f.u64(72, 8).u8(104, 9)),
                refused(
                        "unknown features",
                        ErrorCode.IMAGE_UNSUPPORTED,
                        "'time?travel' (bit 5), bit 63 without a name",
                        f -> f.u64(72, 1L << 63 | 1 << 5)
                                .extension(112, HeaderExtensions.FEATURE_NAMES, 48, "\0\5time\ttravel")),
                refused(
                        "a data file",
                        ErrorCode.IMAGE_UNSAFE,
                        "external data file '/etc/shadow'",
                        f -> f.u64(72, 4).extension(112, HeaderExtensions.DATA_FILE, 11, "/etc/shadow")),
                refused("a nameless data file", ErrorCode.IMAGE_UNSAFE, "external data file ''", f -> f.u64(72, 4)),
                invalid(
                        "a backing file's name past the first cluster",
                        8,
                        "name must be at most 1023 bytes inside the first cluster",
                        f -> f.u64(8, 510).u32(16, 8)));
    }

    static Stream<Arguments> damagedTables() {
        return Stream.of(
                invalid("an L2 table past the end", 0x208, "L2 table 1 must be", f -> f.u64(0x208, BEYOND)),
                invalid("an L2 table cut by the end", 0x208, "L2 table 1", f -> f.u64(0x208, 0xa00)),
                invalid("a data cluster past the end", 0x408, "guest offset 0x200", f -> f.u64(0x408, BEYOND)),
                invalid("a data cluster at the end", 0x408, "inside the file of 0xa00", f -> f.u64(0x408, 0xa00)),
                invalid(
                        "compressed data past the end",
                        0x410,
                        "compressed cluster",
                        f -> f.u64(0x410, 1L << 62 | 0xa00)),
                invalid(
                        "compressed data far past the end",
                        0x410,
                        "compressed",
                        f -> f.u64(0x410, 1L << 62 | 1L << 60)),
                invalid("compressed data in the header", 0x410, "compressed cluster", f -> f.u64(0x410, 1L << 62)),
                invalid(
                        "a zero cluster in version 2",
                        0x410,
                        "version 2",
                        f -> f.u32(4, 2).u64(0x410, 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"damagedHeaders", "refusedFeatures"})
    void isRefusedWhenItIsOpened(
            String what, ErrorCode code, long offset, String message, UnaryOperator<Qcow2Fixture> damage) {
        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() ->
                        new Qcow2Reader().open(damage.apply(new Qcow2Fixture()).source(), OpenOptions.DEFAULT))
                .withMessageContaining(message)
                .withMessageStartingWith("disk.qcow2")
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo(code);
                    assertThat(refusal.hostOffset())
                            .isEqualTo(offset == NOWHERE ? OptionalLong.empty() : OptionalLong.of(offset));
                });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damagedTables")
    void isRefusedWhenTheCursorGetsThere(
            String what, ErrorCode code, long offset, String message, UnaryOperator<Qcow2Fixture> damage) {
        DiskImage image =
                new Qcow2Reader().open(damage.apply(new Qcow2Fixture()).source(), OpenOptions.DEFAULT);

        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> Materializer.bytes(image))
                .withMessageContaining(message)
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo(code);
                    assertThat(refusal.hostOffset()).hasValue(offset);
                });
    }

    private static Arguments invalid(String what, long offset, String message, UnaryOperator<Qcow2Fixture> damage) {
        return arguments(what, ErrorCode.IMAGE_INVALID, offset, message, damage);
    }

    private static Arguments refused(String what, ErrorCode code, String message, UnaryOperator<Qcow2Fixture> damage) {
        return arguments(what, code, NOWHERE, message, damage);
    }
}
