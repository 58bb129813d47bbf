package io.vmloom.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vmloom.testing.Seeded;
import io.vmloom.testing.apple.AppleCodecs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every codec that is only expanded. */
class ExpandedCodecsTest {
    private static final List<Codec> CODECS = List.of(Codec.BZIP2, Codec.XZ, Codec.LZFSE, Codec.ADC);

    @Seeded(200)
    void aUnitIsReadBackFromWhereverItLies(SplittableRandom random) throws CodecException {
        Codec codec = codec(random);
        byte[] unit = CodecTest.unit(random);

        assertThat(CodecTest.decompress(codec, AppleCodecs.compress(codec, unit, random), unit.length))
                .isEqualTo(unit);
    }

    @Seeded(200)
    void everyTruncationIsRefused(SplittableRandom random) {
        Codec codec = codec(random);
        byte[] unit = CodecTest.unit(random);
        byte[] stream = AppleCodecs.compress(codec, unit, random);

        assertThat(CodecTest.outcome(codec, Arrays.copyOf(stream, random.nextInt(stream.length)), unit.length))
                .isEqualTo("refused");
    }

    @Seeded(400)
    void damageIsRefusedOrReadButNothingElseHappens(SplittableRandom random) {
        Codec codec = codec(random);
        byte[] unit = CodecTest.unit(random);
        byte[] stream = AppleCodecs.compress(codec, unit, random);
        int area = random.nextBoolean() ? stream.length : Math.min(stream.length, 40);
        for (int i = random.nextInt(5); i >= 0; i--) {
            stream[random.nextInt(area)] = (byte) random.nextInt();
        }

        assertThat(CodecTest.outcome(codec, stream, unit.length)).isIn("refused", "read");
    }

    @Seeded(400)
    void noiseIsRefusedOrReadButNothingElseHappens(SplittableRandom random) {
        Codec codec = codec(random);
        byte[] noise = new byte[random.nextInt(300)];
        random.nextBytes(noise);
        byte[] start = AppleCodecs.compress(codec, new byte[100], random);
        System.arraycopy(start, 0, noise, 0, Math.min(noise.length, random.nextInt(start.length)));

        assertThat(CodecTest.outcome(codec, noise, random.nextInt(1, 70_000))).isIn("refused", "read");
    }

    @Seeded(100)
    void aStreamOfAnotherLengthThanTheUnitIsRefused(SplittableRandom random) {
        Codec codec = codec(random);
        byte[] unit = CodecTest.unit(random);
        byte[] stream = AppleCodecs.compress(codec, unit, random);

        assertThat(CodecTest.outcome(codec, stream, unit.length + random.nextInt(1, 5000)))
                .isEqualTo("refused");
        if (unit.length > 1 && codec != Codec.ADC) {
            assertThat(CodecTest.outcome(codec, stream, random.nextInt(1, unit.length)))
                    .isEqualTo("refused");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BZIP2", "XZ", "LZFSE", "ADC"})
    void paddingBehindTheStreamIsIgnored(Codec codec) throws CodecException {
        SplittableRandom random = new SplittableRandom(8);
        byte[] unit = CodecTest.unit(random);
        byte[] stream = AppleCodecs.compress(codec, unit, random);

        assertThat(CodecTest.decompress(codec, Arrays.copyOf(stream, stream.length + 511), unit.length))
                .isEqualTo(unit);
    }

    /** A bomb: 8 MiB of zeros in a few kilobytes, where a unit of 64 KiB is expected. */
    @ParameterizedTest
    @EnumSource(names = {"BZIP2", "XZ", "LZFSE"})
    void theOutputIsBoundedByTheUnitAndNotByTheStream(Codec codec) {
        byte[] bomb = AppleCodecs.compress(codec, new byte[8 << 20], new SplittableRandom(1));

        assertThat(CodecTest.outcome(codec, bomb, 65536)).isEqualTo("refused");
    }

    static Stream<Arguments> hostileStreams() {
        return Stream.of(
                arguments(Codec.ADC, "81 4142 00ff", "repeats what stands 256 bytes back, after 2"),
                arguments(Codec.ADC, "83 41424344 7f 0000", "is longer than 8 bytes"),
                arguments(Codec.ADC, "87 4142434445464748 80", "read"),
                arguments(Codec.ADC, "87 41", "ends after 0 of 8 bytes"),
                arguments(Codec.ADC, "80 41 40", "ends after 1 of 8 bytes"),
                arguments(Codec.LZFSE, "62767824", "ends after 0 of 8 bytes"),
                arguments(Codec.LZFSE, "6276782d 00000000", "has an empty block"),
                arguments(Codec.LZFSE, "6276782d ffffffff", "block of 4294967295 bytes"),
                arguments(Codec.LZFSE, "6276782d 09000000 414243444546474849", "is longer than 8 bytes"),
                arguments(Codec.LZFSE, "6276782d 08000000 4142434445464748", "ends inside a block"),
                arguments(Codec.LZFSE, "62767833 08000000", "unknown kind 0x33787662"),
                arguments(Codec.LZFSE, "6276786e 08000000 ffffffff", "payload of 4294967295 bytes"),
                arguments(Codec.LZFSE, "6276786e 08000000 01000000 70", "instruction 0x70 is unknown"),
                arguments(Codec.LZFSE, "6276786e 08000000 01000000 1e", "instruction 0x1e is unknown"),
                arguments(Codec.LZFSE, "6276786e 08000000 02000000 e1 41", "ends inside an instruction"),
                arguments(Codec.LZFSE, "6276786e 08000000 03000000 e1 41 f3", "repeats what stands 0 bytes back"),
                arguments(Codec.LZFSE, "6276786e 08000000 04000000 e1 41 00 02", "stands 2 bytes back, after 1"),
                arguments(
                        Codec.LZFSE,
                        "6276786e 08000000 0a000000 e1 41 06 00000000000000",
                        "block says 8 bytes and has 1"),
                arguments(Codec.LZFSE, "6276786e 08000000 04000000 e1 41 06 00", "does not end with its payload"),
                arguments(Codec.LZFSE, "62767832 08000000 " + "00".repeat(24), "header that is too short"),
                arguments(Codec.LZFSE, "62767832 08000000 " + "00".repeat(16) + "20" + "00".repeat(7), "frequencies"),
                arguments(
                        Codec.LZFSE,
                        "62767832 08000000 " + "ffff0f" + "00".repeat(13) + "20" + "00".repeat(7),
                        "has 1048575 literals"),
                arguments(Codec.LZFSE, "62767831 08000000 00000000 ffffffff" + "00".repeat(756), "-1 literals"),
                arguments(
                        Codec.LZFSE,
                        "62767831 08000000 00000000 00000000 ffffff7f" + "00".repeat(752),
                        "2147483647 triples"),
                arguments(Codec.BZIP2, "425a68 39", "bzip2 stream is damaged"),
                arguments(Codec.BZIP2, "", "bzip2 stream"));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @MethodSource("hostileStreams")
    void whatMakesNoSenseIsRefusedByItsReason(Codec codec, String hex, String reason) throws CodecException {
        byte[] stream = HexFormat.of().parseHex(hex.replace(" ", ""));
        if (reason.equals("read")) {
            assertThat(CodecTest.decompress(codec, stream, 8)).isEqualTo("ABCDEFGH".getBytes());
        } else {
            assertThatThrownBy(() -> CodecTest.decompress(codec, stream, 8))
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining(reason);
        }
    }

    /** The dictionary would be allocated before the first byte is expanded. */
    @ParameterizedTest
    @ValueSource(ints = {30, 35, 37})
    void aDictionaryLongerThanAnyUnitIsRefused(int size) {
        byte[] stream = AppleCodecs.compress(Codec.XZ, new byte[100], new SplittableRandom(1));
        int header = 12;
        stream[header + 4] = (byte) size;
        CRC32 checksum = new CRC32();
        checksum.update(stream, header, 8);
        ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN).putInt(header + 8, (int) checksum.getValue());

        assertThatThrownBy(() -> CodecTest.decompress(Codec.XZ, stream, 100))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("memory");
    }

    @ParameterizedTest
    @EnumSource(names = {"BZIP2", "LZFSE", "ADC"})
    void nothingIsCompressedWithThem(Codec codec) {
        assertThatThrownBy(() -> new Compression(codec, 1)).hasMessageContaining(codec + " is only expanded");
    }

    private static Codec codec(SplittableRandom random) {
        return CODECS.get(random.nextInt(CODECS.size()));
    }
}
