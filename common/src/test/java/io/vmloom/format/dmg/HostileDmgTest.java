package io.vmloom.format.dmg;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vmloom.error.ErrorCode;
import io.vmloom.error.ImageException;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.Detector;
import io.vmloom.format.OpenOptions;
import io.vmloom.testing.HostileFiles;
import io.vmloom.testing.TestSource;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class HostileDmgTest {
    private static final int ENTRY = 204;
    private static final long BEYOND = 1L << 40;

    @TempDir
    private Path folder;

    static Stream<Arguments> damagedTrailers() {
        return Stream.of(
                trailer("data fork -1", 24, "the data fork must lie inside", t -> t.putLong(24, -1)),
                trailer("data fork 2^63-1", 24, "data fork", t -> t.putLong(24, Long.MAX_VALUE)),
                trailer("data fork length -1", 24, "18446744073709551615", t -> t.putLong(32, -1)),
                trailer("data fork length 2^40", 24, "data fork", t -> t.putLong(32, BEYOND)),
                trailer(
                        "resource fork outside",
                        40,
                        "resource fork",
                        t -> t.putLong(40, BEYOND).putLong(48, 8)),
                trailer("resource fork 2^63-1", 40, "resource fork", t -> t.putLong(48, Long.MAX_VALUE)),
                trailer("list outside", 216, "property list", t -> t.putLong(216, BEYOND)),
                trailer("list -1", 216, "property list", t -> t.putLong(216, -1)),
                trailer("list too long", 216, "at most 33554432 bytes", t -> t.putLong(224, 33_554_433)),
                trailer("list length -1", 216, "property list", t -> t.putLong(224, -1)),
                trailer("no tables", 216, "neither a property list nor", t -> t.putLong(224, 0)),
                trailer("2^53+1 sectors", 492, "at most 2^53 sectors", t -> t.putLong(492, (1L << 53) + 1)),
                trailer("-1 sectors", 492, "18446744073709551615", t -> t.putLong(492, -1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damagedTrailers")
    void aDamagedTrailerIsRefusedWithTheFieldsOffset(
            String damage, int offset, String reason, Consumer<ByteBuffer> change) {
        byte[] file = image().build();
        change.accept(ByteBuffer.wrap(file, file.length - 512, 512).slice());

        assertInvalid(file, file.length - 512 + offset, reason);
    }

    static Stream<Arguments> damagedTables() {
        return Stream.of(
                table("another magic", "begin with 'mish'", t -> t.putInt(0, 0x6d697369)),
                table("2^32-1 entries", "can not have 4294967295 entries", t -> t.putInt(200, -1)),
                table("one entry too many", "can not have", t -> t.putInt(200, t.getInt(200) + 1)),
                table("sector 2^63", "is beyond 2^63", t -> t.putLong(8, Long.MIN_VALUE)),
                table(
                        "sector 2^63-1",
                        "is beyond 2^63",
                        t -> t.putLong(8, Long.MAX_VALUE).putLong(ENTRY + 8, 1)),
                table("sector 2^55", "inside the disk of", t -> t.putLong(8, 1L << 55)),
                table("data 2^63-1", "must lie inside the file", t -> t.putLong(24, Long.MAX_VALUE - 2)),
                table("data -1", "is beyond 2^63", t -> t.putLong(24, -1)),
                table("chunk at sector -1", "is beyond 2^63", t -> t.putLong(ENTRY + 8, -1)),
                table("chunk behind the end", "inside the disk of", t -> t.putLong(ENTRY + 8, 1 << 20)),
                table("-1 sectors", "chunk of 18446744073709551615 sectors", t -> t.putLong(ENTRY + 16, -1)),
                table("2^62 sectors", "inside the disk", t -> t.putLong(ENTRY + 16, 1L << 62)),
                table("chunk over the next", "lie over each other", t -> t.putLong(ENTRY + 8, 1)),
                table("stored at -1", "is beyond 2^63", t -> t.putLong(ENTRY + 24, -1)),
                table("stored outside", "must lie inside the file", t -> t.putLong(ENTRY + 24, BEYOND)),
                table("nothing stored", "must lie inside the file", t -> t.putLong(ENTRY + 32, 0)),
                table("-1 bytes stored", "must lie inside the file", t -> t.putLong(ENTRY + 32, -1)),
                table("plain with other length", "must have as many bytes", t -> t.putLong(ENTRY + 72, 513)),
                table("plain outside", "must have as many bytes", t -> t.putLong(ENTRY + 64, BEYOND)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damagedTables")
    void aDamagedTableIsRefused(String damage, String reason, Consumer<ByteBuffer> change) {
        for (DmgFixture.Tables place : DmgFixture.Tables.values()) {
            DmgFixture fixture = image();
            fixture.tables = place;
            byte[] good = fixture.build();
            long offset = ByteBuffer.wrap(good)
                    .getLong(good.length - 512 + (place == DmgFixture.Tables.PROPERTY_LIST ? 216 : 40));
            change.accept(fixture.storedTable(0));

            assertInvalid(fixture.build(), offset, reason);
        }
    }

    static Stream<Arguments> unsupported() {
        return Stream.of(
                arguments("version 5 of Apple's disk images", trailer(t -> t.putInt(4, 5))),
                arguments(
                        "it is part 2 of 3 of an image",
                        trailer(t -> t.putInt(56, 2).putInt(60, 3))),
                arguments("chunks of kind 0x80000009 are unknown", table(t -> t.putInt(ENTRY, 0x8000_0009))),
                arguments("longer than 64 MiB", table(t -> t.putLong(ENTRY + 32, (64 << 20) + 1))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unsupported")
    void whatIsNotReadIsRefusedByName(String reason, byte[] file) {
        assertThatThrownBy(() -> open(file))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNSUPPORTED))
                .hasMessageContaining("disk.dmg")
                .hasMessageContaining(reason)
                .hasMessageContaining("hdiutil convert");
    }

    @Test
    void encryptedImagesAreRefusedWithAdvice() {
        byte[] newer = Arrays.copyOf("encrcdsa".getBytes(UTF_8), 2048);
        byte[] older = new byte[2048];
        System.arraycopy("cdsaencr".getBytes(UTF_8), 0, older, 2040, 8);

        for (byte[] file : new byte[][] {newer, older}) {
            assertThatThrownBy(() -> Detector.open(TestSource.of("disk.dmg", file), "auto", OpenOptions.DEFAULT))
                    .isInstanceOfSatisfying(
                            ImageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNSUPPORTED))
                    .hasMessageContaining("it is encrypted; open it with its passphrase first");
        }
    }

    static Stream<Arguments> hostileLists() {
        return Stream.of(
                arguments("<plist><dict>", "no sound XML"),
                arguments("no XML at all", "no sound XML"),
                arguments("", "neither a property list"),
                arguments("<plist/>", "there must be tables of blocks"),
                arguments("<a>".repeat(33) + "</a>".repeat(33), "deeper than 32 elements"),
                arguments("<plist>" + "<dict>".repeat(100_000), "deeper than 32 elements"),
                arguments(list("A"), "no sound Base64"),
                arguments(list(""), "at least 204 bytes, got: 0 bytes"),
                arguments(list("<b/>"), "no sound XML"),
                arguments("<dict><key>blkx</key><dict><key>Data</key><data>AAAA</data></dict></dict>", "got: 0 tables"),
                arguments("<data>AAAA</data><key>x</key>", "no sound XML"),
                arguments("<!DOCTYPE plist [<!ENTITY a \"AAAA\">]>" + list("&a;"), "no sound XML"),
                arguments(
                        "<!DOCTYPE p [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]>" + list("&b;&b;"),
                        "no sound XML"));
    }

    @ParameterizedTest
    @MethodSource("hostileLists")
    void aHostilePropertyListIsRefused(String text, String reason) {
        byte[] list = text.getBytes(UTF_8);
        ByteBuffer file = ByteBuffer.allocate(list.length + 512).put(list);
        file.put("koly".getBytes(UTF_8)).putInt(4).putLong(list.length + 224, list.length);

        assertThatThrownBy(() -> open(file.array()))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_INVALID))
                .hasMessageContaining(reason);
    }

    @Test
    void anEntityOfAnotherFileIsNotReadAndNoDocumentTypeIsLoaded() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        DmgFixture fixture = image();
        fixture.documentType = "<!DOCTYPE plist SYSTEM \"" + secret.toUri() + "\" [<!ENTITY s SYSTEM \""
                + secret.toUri() + "\"><!ENTITY % p SYSTEM \"" + secret.toUri() + "\"> %p;]>";

        // The declarations are passed over, and the tables do not need them.
        assertThat(open(fixture.build()).virtualBytes()).isEqualTo(fixture.guest().length);
    }

    /** A hundred references to one table, which is read once for each. */
    @Test
    void tablesThatLieOverEachOtherAreNotReadForEver() {
        ByteBuffer fork = ByteBuffer.allocate(30 << 20);
        int map = 29 << 20;
        fork.putInt(0, 256).putInt(4, map).putInt(256, 28 << 20);
        fork.putInt(260, 0x6d697368);
        fork.putShort(map + 24, (short) 28).putShort(map + 28, (short) 0).putInt(map + 30, 0x626c6b78);
        fork.putShort(map + 34, (short) -2).putShort(map + 36, (short) 10);
        ByteBuffer file = ByteBuffer.allocate(fork.capacity() + 512).put(fork);
        file.put("koly".getBytes(UTF_8)).putInt(4).putLong(fork.capacity() + 48, fork.capacity());

        assertThatThrownBy(() -> open(file.array())).hasMessageContaining("with together at most 33554432 bytes");
    }

    @ParameterizedTest
    @EnumSource
    void anImageCutAnywhereIsRefused(DmgFixture.TrailerPlace place) {
        DmgFixture fixture = image();
        fixture.trailerPlace = place;
        byte[] file = fixture.build();

        assertThat(HostileFiles.refusedCuts(new DmgReader(), file)).isEqualTo(file.length);
    }

    @ParameterizedTest
    @EnumSource
    void randomDamageIsRefusedOrReadWithoutLeavingTheFile(DmgFixture.Tables tables) {
        DmgFixture fixture = image();
        fixture.tables = tables;
        fixture.trailerPlace = DmgFixture.TrailerPlace.IN_FRONT;
        byte[] good = fixture.build();

        HostileFiles.damage(new DmgReader(), good, 512, 2000, 5);
        HostileFiles.damage(new DmgReader(), good, good.length, 2000, 6);
    }

    private static DmgFixture image() {
        return new DmgFixture(new SplittableRandom(3))
                .table(4, ChunkKind.ZLIB, ChunkKind.PLAIN, ChunkKind.ZERO)
                .table(4, ChunkKind.BZIP2);
    }

    private static String list(String data) {
        return "<plist><dict><key>resource-fork</key><dict><key>blkx</key><array><dict><key>Data</key><data>" + data
                + "</data></dict></array></dict></dict></plist>";
    }

    private static void assertInvalid(byte[] file, long offset, String reason) {
        assertThatThrownBy(() -> open(file))
                .isInstanceOfSatisfying(ImageException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_INVALID);
                    assertThat(e.hostOffset()).isEqualTo(OptionalLong.of(offset));
                })
                .hasMessageContaining("disk.dmg")
                .hasMessageContaining(reason);
    }

    private static Arguments trailer(String damage, int offset, String reason, Consumer<ByteBuffer> change) {
        return arguments(damage, offset, reason, change);
    }

    private static Arguments table(String damage, String reason, Consumer<ByteBuffer> change) {
        return arguments(damage, reason, change);
    }

    private static byte[] trailer(Consumer<ByteBuffer> change) {
        byte[] file = image().build();
        change.accept(ByteBuffer.wrap(file, file.length - 512, 512).slice());
        return file;
    }

    private static byte[] table(Consumer<ByteBuffer> change) {
        DmgFixture fixture = image();
        change.accept(fixture.storedTable(0));
        return fixture.build();
    }

    private static DiskImage open(byte[] file) {
        return new DmgReader().open(TestSource.of("disk.dmg", file), OpenOptions.DEFAULT);
    }
}
