package io.vmloom.format;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.RequestException;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.TestSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DetectorTest {
    private static final int FILE_BYTES = 8192;

    /** The least that a file of some format has. */
    private record Signature(String format, byte[] content) {
        boolean leavesRoomFor(Signature other) {
            return IntStream.range(0, Math.min(content.length, other.content.length))
                    .allMatch(i -> content[i] == 0 || other.content[i] == 0);
        }

        @Override
        public String toString() {
            return format;
        }
    }

    static Stream<Signature> signatures() {
        return Stream.of(
                new Signature("qcow", file(0, "514649fb 00000001")),
                new Signature("qcow2", file(0, "514649fb 00000002")),
                new Signature("qcow2", file(0, "514649fb 00000003")),
                new Signature("qcow2", file(0, "514649fb 00000004")),
                new Signature("qed", file(0, "51454400")),
                new Signature("cow", file(0, "4f4f4f4d 00000002")),
                new Signature("vmdk", file(0, "4b444d56 03000000")),
                new Signature("vmdk", text(0, "COWD")),
                new Signature("vmdk", file(0, "bebafeca 00000000")),
                new Signature("vmdk", text(0, "# Disk DescriptorFile\nversion=1\n")),
                new Signature("vmdk", text(0, "# disk descriptorfile\r\nversion=1\r\n")),
                new Signature("vmdk", text(0, "\n# made by hand\n\n version = 1\nCID=1\n")),
                new Signature("vdi", file(0x40, "7f10dabe")),
                new Signature("vpc", text(0, "conectix")),
                new Signature("vpc", text(FILE_BYTES - 512, "conectix")),
                new Signature("vpc", text(FILE_BYTES - 511, "conectix")),
                new Signature("vhdx", text(0, "vhdxfile")),
                new Signature("parallels", text(0, "WithoutFreeSpace")),
                new Signature("parallels", text(0, "WithouFreSpacExt")),
                new Signature("bochs", text(0, "Bochs Virtual HD Image")),
                new Signature("cloop", text(0, "#!/bin/sh\n#V2.0 Format\nmodprobe cloop")),
                new Signature("dmg", text(FILE_BYTES - 512, "koly")),
                new Signature("dmg", text(0, "encrcdsa")),
                new Signature("dmg", text(FILE_BYTES - 8, "cdsaencr")),
                new Signature("sparseimage", text(0, "sprs")),
                new Signature("asif", text(0, "shdw")),
                new Signature("luks", file(0, "4c554b53babe0001")),
                new Signature("luks", file(0, "4c554b53babe0002")),
                new Signature("ewf", file(0, "455646090d0aff00")),
                new Signature("chd", text(0, "MComprHD")),
                new Signature("gzip", file(0, "1f8b0800")),
                new Signature("xz", file(0, "fd377a585a00")),
                new Signature("bzip2", file(0, "425a6839 314159265359")),
                new Signature("zstd", file(0, "28b52ffd")),
                new Signature("lz4", file(0, "04224d18")),
                new Signature("lzip", text(0, "LZIP")),
                new Signature("zip", file(0, "504b0304")),
                new Signature("7z", file(0, "377abcaf271c")),
                new Signature("wim", file(0, "4d5357494d000000")),
                new Signature("tar", text(257, "ustar")),
                new Signature(
                        "parallels",
                        text(0, "<?xml version='1.0'?>\n<!-- a bundle -->\n<Parallels_disk_image Version=\"1.0\">")),
                new Signature("ovf", text(0, "<?xml version=\"1.0\"?>\n<Envelope xmlns=\"x\">")),
                new Signature("raw", file(0, "")),
                new Signature("raw", file(510, "55aa")),
                new Signature("raw", text(512, "EFI PART")),
                new Signature("raw", text(0x8001, "CD001")),
                new Signature("raw", text(0, "BZhello")),
                new Signature("raw", file(0, "cafebabe")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("signatures")
    void contentIsRecognisedByItsSignatureAlone(Signature signature) {
        assertThat(detect(signature.content())).isEqualTo(signature.format());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 8, 511, 512})
    void aFileTooShortForASignatureIsRaw(int length) {
        assertThat(detect(new byte[length])).isEqualTo("raw");
    }

    @Test
    void aTextDescriptorIsRecognisedWithAndWithoutItsPaddingOfNuls() {
        byte[] text = "# Disk DescriptorFile\nversion=1\ncreateType=\"monolithicFlat\"\n".getBytes(US_ASCII);
        byte[] padded = Arrays.copyOf(text, 512);

        assertThat(detect(text)).isEqualTo("vmdk");
        assertThat(detect(padded)).isEqualTo("vmdk");
    }

    @Test
    void anAppleImageIsNotTakenForItsFirstCompressedBlock() {
        byte[] dmg = overlay(file(0, "425a6839 314159265359"), text(FILE_BYTES - 512, "koly"));

        assertThat(detect(dmg)).isEqualTo("dmg");
    }

    static Stream<Arguments> polyglots() {
        return Stream.of(
                arguments("qcow2 and vpc", overlay(file(0, "514649fb 00000003"), text(FILE_BYTES - 512, "conectix"))),
                arguments("vmdk and vpc", overlay(file(0, "4b444d56"), text(FILE_BYTES - 512, "conectix"))),
                arguments("vmdk and vdi", overlay(file(0, "4b444d56"), file(0x40, "7f10dabe"))),
                arguments("vpc and dmg", overlay(text(0, "conectix"), text(FILE_BYTES - 512, "koly"))),
                arguments("luks and tar", overlay(file(0, "4c554b53babe0001"), text(257, "ustar"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("polyglots")
    void contentOfTwoFormatsIsRefusedAndBothAreNamed(String names, byte[] content) {
        assertThatThrownBy(() -> detect(content))
                .isInstanceOfSatisfying(
                        ConversionException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNSAFE))
                .hasMessageContaining("two.img")
                .hasMessageContaining(names);
    }

    /** Whatever two signatures leave each other's bytes alone can be put into one file. */
    @Test
    void anyTwoSignaturesInOneFileAreRefusedAndBothAreNamed() {
        List<Signature> signatures = signatures()
                .filter(signature -> !signature.format().equals("raw"))
                .toList();
        int polyglots = 0;
        for (Signature one : signatures) {
            for (Signature other : signatures) {
                if (one.format().equals(other.format()) || !one.leavesRoomFor(other) || isPackedApple(one, other)) {
                    continue;
                }
                polyglots++;
                assertThatThrownBy(() -> detect(overlay(one.content(), other.content())))
                        .as("%s with %s", one, other)
                        .isInstanceOfSatisfying(
                                ConversionException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNSAFE))
                        .hasMessageContaining(one.format())
                        .hasMessageContaining(other.format());
            }
        }
        assertThat(polyglots).isGreaterThan(200);
    }

    /** An Apple image begins with compressed data, which is no second meaning of the file. */
    private static boolean isPackedApple(Signature one, Signature other) {
        List<String> archives = List.of("gzip", "xz", "bzip2", "zstd", "lz4", "lzip", "zip", "7z", "wim", "tar");
        return one.format().equals("dmg") && archives.contains(other.format())
                || other.format().equals("dmg") && archives.contains(one.format());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("signatures")
    void aDeclaredFormatMustBeTheDetectedOne(Signature signature) {
        var source = TestSource.of("disk.img", signature.content());

        for (DiskFormat declared : Formats.all()) {
            if (!declared.name().equals(signature.format())) {
                assertThatThrownBy(() -> Detector.open(source, declared.name(), OpenOptions.DEFAULT))
                        .isInstanceOfSatisfying(
                                ConversionException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.FORMAT_MISMATCH))
                        .hasMessageContaining("disk.img")
                        .hasMessageContaining("declared as " + declared.name() + ", but the content is " + signature);
            }
        }
    }

    @Test
    void aDeclaredFormatMayHaveItsOtherName() {
        var source = TestSource.of("disk.img", file(0, "514649fb 00000003"));

        assertThatThrownBy(() -> Detector.open(source, "VHD", OpenOptions.DEFAULT))
                .hasMessageContaining("declared as vpc, but the content is qcow2");
    }

    @Test
    void contentWithoutASignatureIsNotWhatWasDeclared() {
        var source = TestSource.of("disk.vmdk", new byte[4096]);

        assertThatThrownBy(() -> Detector.open(source, "vmdk", OpenOptions.DEFAULT))
                .hasMessageContaining("declared as vmdk, but the content is raw");
    }

    @Test
    void aFormatWithoutAReaderIsRefusedByNameWithAdvice() {
        var source = TestSource.of("disk.chd", text(0, "MComprHD"));

        for (String declared : List.of("auto", "chd")) {
            assertThatThrownBy(() -> Detector.open(source, declared, OpenOptions.DEFAULT))
                    .isInstanceOfSatisfying(
                            ConversionException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNSUPPORTED))
                    .hasMessageContaining("MAME compressed hunks (chd)")
                    .hasMessageContaining("convert it");
        }
    }

    @Test
    void anUnknownFormatNameListsTheKnownOnes() {
        assertThatThrownBy(() -> Formats.named("qcow3"))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("'qcow3'")
                .hasMessageContaining("raw")
                .hasMessageContaining("vmdk");
    }

    @Test
    void anEmptyFileIsAnEmptyRawDisk() {
        var image = Detector.open(TestSource.of("empty", new byte[0]), "auto", OpenOptions.DEFAULT);

        assertThat(image.format()).isEqualTo("raw");
        assertThat(image.virtualBytes()).isZero();
        assertThat(Materializer.extents(image, 0)).isEmpty();
    }

    private static String detect(byte[] content) {
        return Detector.detect(Probe.of(TestSource.of("two.img", content))).name();
    }

    private static byte[] file(int offset, String hex) {
        return at(offset, HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static byte[] text(int offset, String text) {
        return at(offset, text.getBytes(US_ASCII));
    }

    private static byte[] at(int offset, byte[] bytes) {
        byte[] file = new byte[Math.max(FILE_BYTES, offset + bytes.length)];
        System.arraycopy(bytes, 0, file, offset, bytes.length);
        return file;
    }

    private static byte[] overlay(byte[] one, byte[] other) {
        byte[] both = one.clone();
        for (int i = 0; i < other.length; i++) {
            both[i] |= other[i];
        }
        return both;
    }
}
