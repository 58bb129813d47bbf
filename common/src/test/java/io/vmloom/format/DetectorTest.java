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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DetectorTest {
    private static final int FILE_BYTES = 8192;

    static Stream<Arguments> signatures() {
        return Stream.of(
                arguments("qcow", file(0, "514649fb 00000001")),
                arguments("qcow2", file(0, "514649fb 00000002")),
                arguments("qcow2", file(0, "514649fb 00000003")),
                arguments("qcow2", file(0, "514649fb 00000004")),
                arguments("qed", file(0, "51454400")),
                arguments("cow", file(0, "4f4f4f4d 00000002")),
                arguments("vmdk", file(0, "4b444d56 03000000")),
                arguments("vmdk", text(0, "COWD")),
                arguments("vmdk", file(0, "bebafeca 00000000")),
                arguments("vmdk", text(0, "# Disk DescriptorFile\nversion=1\n")),
                arguments("vmdk", text(0, "# disk descriptorfile\r\nversion=1\r\n")),
                arguments("vmdk", text(0, "\n# made by hand\n\n version = 1\nCID=1\n")),
                arguments("vdi", file(0x40, "7f10dabe")),
                arguments("vpc", text(0, "conectix")),
                arguments("vpc", text(FILE_BYTES - 512, "conectix")),
                arguments("vpc", text(FILE_BYTES - 511, "conectix")),
                arguments("vhdx", text(0, "vhdxfile")),
                arguments("parallels", text(0, "WithoutFreeSpace")),
                arguments("parallels", text(0, "WithouFreSpacExt")),
                arguments("bochs", text(0, "Bochs Virtual HD Image")),
                arguments("cloop", text(0, "#!/bin/sh\n#V2.0 Format\nmodprobe cloop")),
                arguments("dmg", text(FILE_BYTES - 512, "koly")),
                arguments("dmg", text(0, "encrcdsa")),
                arguments("dmg", text(FILE_BYTES - 8, "cdsaencr")),
                arguments("sparseimage", text(0, "sprs")),
                arguments("asif", text(0, "shdw")),
                arguments("luks", file(0, "4c554b53babe0001")),
                arguments("luks", file(0, "4c554b53babe0002")),
                arguments("ewf", file(0, "455646090d0aff00")),
                arguments("chd", text(0, "MComprHD")),
                arguments("gzip", file(0, "1f8b0800")),
                arguments("xz", file(0, "fd377a585a00")),
                arguments("bzip2", file(0, "425a6839 314159265359")),
                arguments("zstd", file(0, "28b52ffd")),
                arguments("lz4", file(0, "04224d18")),
                arguments("lzip", text(0, "LZIP")),
                arguments("zip", file(0, "504b0304")),
                arguments("7z", file(0, "377abcaf271c")),
                arguments("wim", file(0, "4d5357494d000000")),
                arguments("tar", text(257, "ustar")),
                arguments("ovf", text(0, "<?xml version=\"1.0\"?>\n<Envelope xmlns=\"x\">")),
                arguments("raw", file(0, "")),
                arguments("raw", file(510, "55aa")),
                arguments("raw", text(512, "EFI PART")),
                arguments("raw", text(0x8001, "CD001")),
                arguments("raw", text(0, "BZhello")),
                arguments("raw", file(0, "cafebabe")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("signatures")
    void contentIsRecognisedByItsSignatureAlone(String format, byte[] content) {
        assertThat(detect(content)).isEqualTo(format);
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

    @Test
    void aDeclaredFormatMustBeTheDetectedOne() {
        var source = TestSource.of("disk.img", file(0, "514649fb 00000003"));

        for (String declared : List.of("raw", "vmdk", "VHD")) {
            assertThatThrownBy(() -> Detector.open(source, declared, OpenOptions.DEFAULT))
                    .isInstanceOfSatisfying(
                            ConversionException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORMAT_MISMATCH))
                    .hasMessageContaining("disk.img")
                    .hasMessageContaining("the content is qcow2");
        }
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
