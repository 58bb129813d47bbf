package io.vmloom.format.vhdx;

import static io.vmloom.format.vhdx.VhdxFixture.HEADER;
import static io.vmloom.format.vhdx.VhdxFixture.ITEMS;
import static io.vmloom.format.vhdx.VhdxFixture.ITEM_ENTRIES;
import static io.vmloom.format.vhdx.VhdxFixture.MIB;
import static io.vmloom.format.vhdx.VhdxFixture.REGION_ENTRIES;
import static io.vmloom.format.vhdx.VhdxFixture.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vmloom.error.ErrorCode;
import io.vmloom.error.ImageException;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.OpenOptions;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.Seeded;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One broken or dangerous field at a time: each is refused by name, with the offset of the field. */
class HostileVhdxTest {
    private static final long NOWHERE = -1;
    private static final int SECOND_REGION = REGION_ENTRIES + 32;

    static Stream<Arguments> damagedHeaders() {
        return Stream.of(
                invalid("an empty file", 0, "no VHDX signature", f -> f.cutTo(0)),
                invalid("no signature", 0, "no VHDX signature", f -> f.u8(3, 0)),
                invalid(
                        "two damaged headers",
                        0x10000,
                        "one of the two headers",
                        f -> f.u8(0x10100, 1).u8(0x20100, 1)),
                invalid("a file that ends in the headers", 0x10000, "headers", f -> f.cutTo(0x10fff)),
                invalid(
                        "version 2",
                        0x20042,
                        "version must be 1",
                        f -> f.u16(HEADER + 66, 2).sealHeaders()),
                invalid(
                        "log version 1",
                        0x20040,
                        "log's version",
                        f -> f.u16(HEADER + 64, 1).withLog()),
                invalid(
                        "a log of 0",
                        0x20044,
                        "log's length",
                        f -> f.u32(HEADER + 68, 0).withLog()),
                invalid(
                        "a log of 1.5 MiB",
                        0x20044,
                        "multiple of 1 MiB",
                        f -> f.u32(HEADER + 68, MIB + 512).withLog()),
                invalid(
                        "a log past the end",
                        0x20048,
                        "inside the file",
                        f -> f.u64(HEADER + 72, 5L * MIB).withLog()),
                invalid(
                        "a log at the far end",
                        0x20048,
                        "inside the file",
                        f -> f.u64(HEADER + 72, -MIB).withLog()),
                invalid(
                        "a log over the headers",
                        0x20048,
                        "multiple of 1 MiB",
                        f -> f.u64(HEADER + 72, 0).withLog()),
                invalid(
                        "two damaged region tables",
                        0x30000,
                        "two region tables",
                        f -> f.u8(0x30100, 1).u8(0x40100, 1)),
                invalid(
                        "2048 regions",
                        0x30008,
                        "at most 2047",
                        f -> f.u32(0x30008, 2048).sealRegions()),
                invalid(
                        "2^32-1 regions",
                        0x30008,
                        "got: 4294967295",
                        f -> f.u32(0x30008, -1).sealRegions()),
                invalid(
                        "no regions",
                        0x30000,
                        "must name the metadata",
                        f -> f.u32(0x30008, 0).sealRegions()),
                invalid(
                        "one region",
                        0x30000,
                        "must name the metadata",
                        f -> f.u32(0x30008, 1).sealRegions()),
                invalid(
                        "a region past the end",
                        REGION_ENTRIES,
                        "whole MiB",
                        f -> f.u64(REGION_ENTRIES + 16, 5L * MIB).sealRegions()),
                invalid(
                        "a negative region",
                        REGION_ENTRIES,
                        "whole MiB",
                        f -> f.u64(REGION_ENTRIES + 16, -MIB).sealRegions()),
                invalid(
                        "a region over the headers",
                        REGION_ENTRIES,
                        "got:",
                        f -> f.u64(REGION_ENTRIES + 16, 0).sealRegions()),
                invalid(
                        "an unaligned region",
                        REGION_ENTRIES,
                        "whole MiB",
                        f -> f.u64(REGION_ENTRIES + 16, 3 * MIB + 4096).sealRegions()),
                invalid(
                        "a region of 0",
                        REGION_ENTRIES,
                        "0x0 bytes",
                        f -> f.u32(REGION_ENTRIES + 24, 0).sealRegions()),
                invalid(
                        "a region of 4 GiB",
                        SECOND_REGION,
                        "whole MiB",
                        f -> f.u32(SECOND_REGION + 24, -MIB).sealRegions()),
                invalid(
                        "two tables in one",
                        SECOND_REGION,
                        "must not overlap",
                        f -> f.u64(SECOND_REGION + 16, 3L * MIB).sealRegions()),
                invalid("no metadata signature", 0x200000, "no signature", f -> f.u8(0x200000, 0)),
                invalid("2048 items", 0x20000a, "at most 2047", f -> f.u16(0x20000a, 2048)),
                invalid("no items", 0x200000, "must hold the file parameters", f -> f.u16(0x20000a, 0)),
                invalid("no disk size", 0x200000, "must hold the logical sector", f -> f.u16(0x20000a, 2)),
                invalid("an item in the table", ITEM_ENTRIES, "behind the table", f -> f.u32(ITEM_ENTRIES + 16, 4096)),
                invalid("an item past the region", ITEM_ENTRIES, "inside the", f -> f.u32(ITEM_ENTRIES + 16, MIB - 4)),
                invalid("an item of 4 GiB", ITEM_ENTRIES, "got: 4294967295", f -> f.u32(ITEM_ENTRIES + 20, -1)),
                invalid("an item too short", ITEM_ENTRIES, "must have 8 bytes", f -> f.u32(ITEM_ENTRIES + 20, 4)),
                invalid("blocks of 0", ITEMS, "power of two from 1 MiB", f -> f.u32(ITEMS, 0)),
                invalid("blocks of 512 KiB", ITEMS, "got: 524288", f -> f.u32(ITEMS, MIB / 2)),
                invalid("blocks of 512 MiB", ITEMS, "to 256 MiB", f -> f.u32(ITEMS, 512L * MIB)),
                invalid("blocks of 3 MiB", ITEMS, "power of two", f -> f.u32(ITEMS, 3L * MIB)),
                invalid("a negative disk", ITEMS + 8, "up to 64 TiB", f -> f.u64(ITEMS + 8, -512)),
                invalid("a disk past 64 TiB", ITEMS + 8, "up to 64 TiB", f -> f.u64(ITEMS + 8, (1L << 46) + 512)),
                invalid("half a sector", ITEMS + 8, "whole sectors of 512", f -> f.u64(ITEMS + 8, 513)),
                invalid("half a large sector", ITEMS + 8, "sectors of 4096", f -> f.u32(ITEMS + 32, 4096)),
                invalid("sectors of 520", ITEMS + 32, "512 or 4096, got: 520", f -> f.u32(ITEMS + 32, 520)),
                invalid("physical sectors of 0", ITEMS + 36, "physical sector size", f -> f.u32(ITEMS + 36, 0)),
                invalid(
                        "a disk larger than the table",
                        REGION_ENTRIES,
                        "needs 1048840",
                        f -> f.u64(ITEMS + 8, 1L << 37).u64(ITEMS + 8, (1L << 37) + 1L * MIB)),
                invalid(
                        "an item twice",
                        ITEM_ENTRIES + 32,
                        "must be there once",
                        f -> f.put(ITEM_ENTRIES + 32, java.util.Arrays.copyOf(f.sector(ITEM_ENTRIES), 32))));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refused(
                        "an unknown region that is needed",
                        "region that this version does not know",
                        f -> f.u8(REGION_ENTRIES, 1).sealRegions()),
                refused(
                        "unknown metadata that is needed",
                        "metadata that this version",
                        f -> f.u8(ITEM_ENTRIES + 64, 1)));
    }

    static Stream<Arguments> damagedTables() {
        return Stream.of(
                invalid(
                        "a block past the end",
                        TABLE + 8,
                        "guest offset 0x100000",
                        f -> f.u64(TABLE + 8, 5L << 20 | 6)),
                invalid("a block at the far end", TABLE + 8, "got: 0xfffffffffff00000", f -> f.u64(TABLE + 8, -2)),
                invalid("a block over the headers", TABLE + 8, "behind the headers", f -> f.u64(TABLE + 8, 6)),
                invalid("the reserved state", TABLE, "state 4 is reserved", f -> f.u64(TABLE, 4)),
                invalid("part of a block", TABLE + 16, "partially present", f -> f.u64(TABLE + 16, 4L << 20 | 7)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"damagedHeaders", "refused"})
    void isRefusedWhenItIsOpened(
            String what, ErrorCode code, long offset, String message, UnaryOperator<VhdxFixture> damage) {
        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> open(damage.apply(new VhdxFixture())))
                .withMessageContaining(message)
                .withMessageStartingWith("disk.vhdx")
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo(code);
                    assertThat(refusal.hostOffset())
                            .isEqualTo(offset == NOWHERE ? OptionalLong.empty() : OptionalLong.of(offset));
                });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damagedTables")
    void isRefusedWhenTheCursorGetsThere(
            String what, ErrorCode code, long offset, String message, UnaryOperator<VhdxFixture> damage) {
        DiskImage image = open(damage.apply(new VhdxFixture()));

        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> Materializer.bytes(image))
                .withMessageContaining(message)
                .satisfies(refusal -> assertThat(refusal.hostOffset()).hasValue(offset));
    }

    @Test
    void oneDamagedHeaderOrRegionTableDoesNotMatter() {
        byte[] whole = Materializer.bytes(open(new VhdxFixture()));

        for (int at : new int[] {0x10100, 0x20100, 0x30100, 0x40100}) {
            assertThat(Materializer.bytes(open(new VhdxFixture().u8(at, 1)))).isEqualTo(whole);
        }
    }

    @Test
    void whatIsUnknownButNotNeededIsPassedOver() {
        VhdxFixture item = new VhdxFixture().u8(ITEM_ENTRIES + 64, 1).u8(ITEM_ENTRIES + 64 + 24, 2);

        assertThat(open(item).virtualBytes()).isEqualTo(VhdxFixture.DISK_BYTES);
    }

    @Test
    void truncatedAtEveryBoundaryItIsRefused() {
        int whole = new VhdxFixture().length();
        for (int length = 0; length < whole; length += length < 5 * MIB - 70000 ? 65536 - 4096 : 4096) {
            VhdxFixture cut = new VhdxFixture().cutTo(length);
            assertThatExceptionOfType(ImageException.class)
                    .isThrownBy(() -> Materializer.bytes(open(cut)))
                    .withMessageContaining("at offset 0x");
        }
    }

    @Seeded(150)
    void anyBytesAreReadOrRefused(SplittableRandom random) {
        VhdxFixture fixture = new VhdxFixture();
        int[] places = {HEADER, REGION_ENTRIES - 16, 2 * MIB, ITEMS, TABLE, MIB};
        for (int i = random.nextInt(8); i >= 0; i--) {
            fixture.u8(places[random.nextInt(places.length)] + random.nextInt(160), random.nextInt(256));
        }
        fixture.sealHeaders().sealRegions();
        try {
            DiskImage image = open(fixture);
            if (image.virtualBytes() < 16 * MIB) {
                Materializer.bytes(image);
            }
        } catch (ImageException refusal) {
            assertThat(refusal).hasMessageStartingWith("disk.vhdx");
        }
    }

    private static DiskImage open(VhdxFixture fixture) {
        return new VhdxReader().open(fixture.source(), OpenOptions.DEFAULT);
    }

    private static Arguments invalid(String what, long offset, String message, UnaryOperator<VhdxFixture> damage) {
        return arguments(what, ErrorCode.IMAGE_INVALID, offset, message, damage);
    }

    private static Arguments refused(String what, String message, UnaryOperator<VhdxFixture> damage) {
        return arguments(what, ErrorCode.IMAGE_UNSUPPORTED, NOWHERE, message, damage);
    }
}
