package io.vmloom.format.vhd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vmloom.error.ErrorCode;
import io.vmloom.error.ImageException;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.OpenOptions;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.Seeded;
import io.vmloom.testing.TestSource;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One broken or dangerous field at a time: each is refused by name, with the offset of the field. */
class HostileVhdTest {
    private static final long NOWHERE = -1;
    private static final long BEYOND = 1L << 40;

    static Stream<Arguments> damagedHeaders() {
        return Stream.of(
                invalid("an empty file", 0, "no VHD footer", f -> f.cutTo(0)),
                invalid("no cookie", 0, "no VHD footer", f -> f.text(0, "x").text(0xe00, "x")),
                invalid(
                        "two wrong checksums",
                        0xe40,
                        "checksum must be",
                        f -> f.u8(40, 9).u8(0xe00 + 40, 9)),
                invalid("version 2", 0xe0c, "version must be 1", f -> f.footers(12, 4, 0x20000)),
                invalid("type 0", 0xe3c, "disk type must be 2 (fixed)", f -> f.footers(60, 4, 0)),
                invalid("type 2^32-1", 0xe3c, "got: 4294967295", f -> f.footers(60, 4, -1)),
                invalid("a negative size", 0xe30, "at most 2^62", f -> f.footers(48, 8, -512)),
                invalid("a size past 2^62", 0xe30, "at most 2^62", f -> f.footers(48, 8, (1L << 62) + 1)),
                invalid("a size larger than the table", 0x21c, "needs 3 entries", f -> f.footers(48, 8, 2049)),
                invalid("a disk of 2^62", 0x21c, "needs 4503599627370496", f -> f.footers(48, 8, 1L << 62)),
                invalid("a header past the end", 0xe10, "dynamic header of 1024", f -> f.footers(16, 8, BEYOND)),
                invalid("a header cut by the end", 0xe10, "inside the file", f -> f.footers(16, 8, 0xe00)),
                invalid("no header", 0xe10, "got: 0xffffffffffffffff", f -> f.footers(16, 8, -1)),
                invalid("a header that is none", 0x600, "must begin with 'cxsparse'", f -> f.footers(16, 8, 0x600)),
                invalid("a wrong header checksum", 0x224, "header's checksum must be", f -> f.u8(0x230, 1)),
                invalid("header version 0", 0x218, "header's version", f -> f.header(24, 4, 0)),
                invalid("blocks of 0", 0x220, "block size must be", f -> f.header(32, 4, 0)),
                invalid("blocks of 256", 0x220, "at least 512, got: 256", f -> f.header(32, 4, 256)),
                invalid("blocks of 1536", 0x220, "power of two", f -> f.header(32, 4, 1536)),
                invalid("blocks of 2^32-1", 0x220, "got: 4294967295", f -> f.header(32, 4, -1)),
                invalid("too few entries", 0x21c, "needs 2 entries", f -> f.header(28, 4, 1)),
                invalid("2^32-1 entries", 0x210, "17179869180 bytes must lie", f -> f.header(28, 4, -1)),
                invalid("a table past the end", 0x210, "inside the file", f -> f.header(16, 8, BEYOND)),
                invalid("a table cut by the end", 0x210, "inside the file", f -> f.header(16, 8, 0xffc)),
                invalid("a negative table", 0x210, "inside the file", f -> f.header(16, 8, -8)),
                invalid(
                        "a fixed type in front only",
                        60,
                        "at the end of the file",
                        f -> f.footer(0, 60, 4, 2).cutTo(0xe00)));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refused(
                        "another size in front",
                        ErrorCode.IMAGE_UNSAFE,
                        "different disks",
                        f -> f.footer(0, 48, 8, 512)),
                refused("another type in front", ErrorCode.IMAGE_UNSAFE, "different disks", f -> f.footer(0, 60, 4, 2)),
                refused("another header", ErrorCode.IMAGE_UNSAFE, "different disks", f -> f.footer(0, 16, 8, 0x400)),
                refused("another creator", ErrorCode.IMAGE_UNSAFE, "different", f -> f.footer(0, 28, 4, 0x76706320)));
    }

    static Stream<Arguments> damagedTables() {
        return Stream.of(
                invalid("a block past the end", 0x604, "guest offset 0x400", f -> f.u32(0x604, 0x7fff_ffff)),
                invalid("a block at 2 TiB", 0x604, "got: 0x1fffffffc00", f -> f.u32(0x604, -2)),
                invalid("a block that reaches the footer", 0x604, "must lie between", f -> f.u32(0x604, 5)),
                invalid("a block over the footer's copy", 0x604, "must lie between", f -> f.u32(0x604, 0)),
                invalid("the first block", 0x600, "guest offset 0x0", f -> f.u32(0x600, 100)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"damagedHeaders", "refused"})
    void isRefusedWhenItIsOpened(
            String what, ErrorCode code, long offset, String message, UnaryOperator<VhdFixture> damage) {
        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> open(damage.apply(VhdFixture.dynamic()).source()))
                .withMessageContaining(message)
                .withMessageStartingWith("disk.vhd")
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo(code);
                    assertThat(refusal.hostOffset())
                            .isEqualTo(offset == NOWHERE ? OptionalLong.empty() : OptionalLong.of(offset));
                });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damagedTables")
    void isRefusedWhenTheCursorGetsThere(
            String what, ErrorCode code, long offset, String message, UnaryOperator<VhdFixture> damage) {
        DiskImage image = open(damage.apply(VhdFixture.dynamic()).source());

        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> Materializer.bytes(image))
                .withMessageContaining(message)
                .satisfies(refusal -> assertThat(refusal.hostOffset()).hasValue(offset));
    }

    @Test
    void aFixedDiskMustEndBeforeItsFooter() {
        VhdFixture fixture = VhdFixture.fixed().footer(VhdFixture.FIXED_FOOTER_AT, 48, 8, 2049);

        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> open(fixture.source()))
                .withMessageContaining("must end before its footer at 0x800")
                .satisfies(refusal -> assertThat(refusal.hostOffset()).hasValue(0x830));
    }

    /** Without the footer the copy still serves, as long as what it needs is there. */
    @Test
    void truncatedAnywhereItIsReadByTheCopyOrRefused() {
        byte[] whole = Materializer.bytes(open(VhdFixture.dynamic().source()));
        for (int length = 0; length < VhdFixture.dynamic().length(); length++) {
            try {
                DiskImage image = open(VhdFixture.dynamic().cutTo(length).source());
                assertThat(Materializer.bytes(image)).isEqualTo(whole);
                assertThat(length).isGreaterThanOrEqualTo(VhdFixture.FOOTER_AT);
            } catch (ImageException refusal) {
                assertThat(length).isLessThan(VhdFixture.FOOTER_AT);
                assertThat(refusal.code()).isEqualTo(ErrorCode.IMAGE_INVALID);
            }
        }
    }

    @Seeded(400)
    void anyBytesAreReadOrRefused(SplittableRandom random) {
        VhdFixture fixture = random.nextBoolean() ? VhdFixture.dynamic() : VhdFixture.fixed();
        for (int i = random.nextInt(6); i >= 0; i--) {
            fixture.u8(random.nextInt(fixture.length()), random.nextInt(256));
        }
        if (random.nextBoolean() && fixture.length() > VhdFixture.FOOTER_AT) {
            fixture.seal(VhdFixture.HEADER_AT, DynamicHeader.BYTES, DynamicHeader.CHECKSUM_AT)
                    .seal(VhdFixture.FOOTER_AT, Footer.BYTES, Footer.CHECKSUM_AT)
                    .seal(0, Footer.BYTES, Footer.CHECKSUM_AT);
        }
        try {
            DiskImage image = open(fixture.source());
            if (image.virtualBytes() < 1 << 20) {
                Materializer.bytes(image);
            }
        } catch (ImageException refusal) {
            assertThat(refusal).hasMessageStartingWith("disk.vhd");
        }
    }

    private static DiskImage open(TestSource source) {
        return new VhdReader().open(source, OpenOptions.DEFAULT);
    }

    private static Arguments invalid(String what, long offset, String message, UnaryOperator<VhdFixture> damage) {
        return arguments(what, ErrorCode.IMAGE_INVALID, offset, message, damage);
    }

    private static Arguments refused(String what, ErrorCode code, String message, UnaryOperator<VhdFixture> damage) {
        return arguments(what, code, NOWHERE, message, damage);
    }
}
