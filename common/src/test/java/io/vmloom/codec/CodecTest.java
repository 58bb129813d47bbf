package io.vmloom.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.testing.Seeded;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every codec that compresses too, whatever library is behind it. */
class CodecTest {
    /** Around the output and the input, to notice a byte written or read outside. */
    private static final int MARGIN = 40;

    private static final byte UNTOUCHED = 0x55;
    private static final List<Codec> BOTH_WAYS = List.of(Codec.DEFLATE, Codec.ZLIB, Codec.GZIP, Codec.ZSTD, Codec.XZ);

    @Seeded(300)
    void aUnitIsReadBackFromWhereverItLies(SplittableRandom random) throws CodecException {
        Compression compression = compression(random);
        byte[] unit = unit(random);

        byte[] stream = compress(compression, unit);

        assertThat(decompress(compression.codec(), stream, unit.length)).isEqualTo(unit);
    }

    @Seeded(300)
    void whatFitsExactlyIsWrittenAndOneByteLessIsNot(SplittableRandom random) {
        Compression compression = compression(random);
        byte[] unit = unit(random);
        byte[] stream = compress(compression, unit);
        try (Compressor compressor = Codecs.compressor(compression)) {
            byte[] target = filled(stream.length + 2 * MARGIN);

            int exactly = compressor.compress(unit, 0, unit.length, target, MARGIN, stream.length);
            // zstd asks for some slack that it does not use in the end
            assertThat(exactly).isIn(stream.length, Compressor.DOES_NOT_FIT);
            if (compression.codec() != Codec.ZSTD) {
                assertThat(exactly).isEqualTo(stream.length);
            }
            assertThat(compressor.compress(unit, 0, unit.length, target, MARGIN, stream.length - 1))
                    .isEqualTo(Compressor.DOES_NOT_FIT);
            assertUntouched(target, stream.length);
        }
    }

    @Seeded(100)
    void theSameUnitGivesTheSameBytesWhateverCameBefore(SplittableRandom random) {
        Compression compression = compression(random);
        byte[] unit = unit(random);
        byte[] other = unit(random);
        byte[] fresh = compress(compression, unit);
        try (Compressor used = Codecs.compressor(compression)) {
            byte[] target = new byte[2 * other.length + unit.length + 2000];
            used.compress(other, 0, other.length, target, 0, target.length);
            used.compress(other, 0, other.length, target, 0, 3);

            int length = used.compress(unit, 0, unit.length, target, 0, target.length);

            assertThat(Arrays.copyOf(target, length)).isEqualTo(fresh);
        }
    }

    @Seeded(300)
    void everyTruncationIsRefused(SplittableRandom random) {
        Compression compression = compression(random);
        byte[] unit = unit(random);
        byte[] stream = compress(compression, unit);
        byte[] cut = Arrays.copyOf(stream, random.nextInt(stream.length));

        // the last byte of a deflate stream may hold nothing but the end of the final block
        if (compression.codec() == Codec.DEFLATE && cut.length >= stream.length - 2) {
            assertThat(outcome(compression.codec(), cut, unit.length)).isIn("refused", "read");
        } else {
            assertThat(outcome(compression.codec(), cut, unit.length)).isEqualTo("refused");
        }
    }

    @Seeded(1000)
    void damageIsRefusedOrReadButNothingElseHappens(SplittableRandom random) {
        Compression compression = compression(random);
        byte[] unit = unit(random);
        byte[] stream = compress(compression, unit);
        for (int i = random.nextInt(5); i >= 0; i--) {
            stream[random.nextInt(stream.length)] = (byte) random.nextInt();
        }

        assertThat(outcome(compression.codec(), stream, unit.length)).isIn("refused", "read");
    }

    @Seeded(1000)
    void noiseIsRefusedOrReadButNothingElseHappens(SplittableRandom random) {
        byte[] noise = new byte[random.nextInt(300)];
        random.nextBytes(noise);
        Codec codec = BOTH_WAYS.get(random.nextInt(BOTH_WAYS.size()));

        assertThat(outcome(codec, noise, random.nextInt(1, 70_000))).isIn("refused", "read");
    }

    @Seeded(100)
    void aStreamOfAnotherLengthThanTheUnitIsRefused(SplittableRandom random) {
        Compression compression = compression(random);
        byte[] unit = unit(random);
        byte[] stream = compress(compression, unit);

        assertThat(outcome(compression.codec(), stream, unit.length + random.nextInt(1, 5000)))
                .isEqualTo("refused");
        if (unit.length > 1) {
            assertThat(outcome(compression.codec(), stream, random.nextInt(1, unit.length)))
                    .isEqualTo("refused");
        }
    }

    /** A bomb: 64 MiB of zeros in a few kilobytes, where a unit of 64 KiB is expected. */
    @ParameterizedTest
    @EnumSource(names = {"DEFLATE", "ZLIB", "GZIP", "ZSTD"})
    void theOutputIsBoundedByTheUnitAndNotByTheStream(Codec codec) {
        byte[] bomb = compress(new Compression(codec, 6), new byte[64 << 20]);

        assertThat(outcome(codec, bomb, 65536)).isEqualTo("refused");
    }

    @ParameterizedTest
    @EnumSource(names = {"DEFLATE", "ZSTD"})
    void paddingBehindTheStreamIsIgnored(Codec codec) throws CodecException {
        byte[] unit = unit(new SplittableRandom(8));
        byte[] stream = compress(new Compression(codec, 3), unit);

        assertThat(decompress(codec, Arrays.copyOf(stream, stream.length + 511), unit.length))
                .isEqualTo(unit);
    }

    @ParameterizedTest
    @CsvSource({"DEFLATE, -1", "DEFLATE, 13", "ZLIB, 13", "GZIP, 13", "ZSTD, 23", "XZ, 10"})
    void aLevelThatTheCodecDoesNotHaveIsRefused(Codec codec, int level) {
        assertThatThrownBy(() -> new Compression(codec, level)).hasMessageContaining("got: " + level);
    }

    @Test
    void aFingerprintNamesLibraryAndLevel() {
        List<String> fingerprints = List.of(
                Codecs.fingerprint(new Compression(Codec.DEFLATE, 1)),
                Codecs.fingerprint(new Compression(Codec.DEFLATE, 6)),
                Codecs.fingerprint(new Compression(Codec.ZLIB, 6)),
                Codecs.fingerprint(new Compression(Codec.GZIP, 6)),
                Codecs.fingerprint(new Compression(Codec.XZ, 6)),
                Codecs.fingerprint(new Compression(Codec.ZSTD, 6)));

        assertThat(fingerprints).doesNotHaveDuplicates().allMatch(text -> text.matches(".*-\\d+"));
    }

    private static Compression compression(SplittableRandom random) {
        Codec codec = BOTH_WAYS.get(random.nextInt(BOTH_WAYS.size()));
        int level = switch (codec) {
            case DEFLATE, ZLIB, GZIP -> random.nextInt(13);
            case ZSTD -> random.nextInt(1, 6);
            case XZ, BZIP2, LZFSE, ADC -> random.nextInt(2);
        };
        return new Compression(codec, level);
    }

    /** Noise, repetition and zeros. */
    static byte[] unit(SplittableRandom random) {
        byte[] unit = new byte[random.nextInt(8) == 0 ? random.nextInt(1, 600) : 1 << random.nextInt(9, 17)];
        for (int i = random.nextInt(6); i > 0; i--) {
            byte[] run = new byte[random.nextInt(1, unit.length + 1)];
            if (random.nextBoolean()) {
                random.nextBytes(run);
            } else {
                Arrays.fill(run, (byte) random.nextInt());
            }
            System.arraycopy(run, 0, unit, random.nextInt(unit.length - run.length + 1), run.length);
        }
        return unit;
    }

    static byte[] compress(Compression compression, byte[] unit) {
        try (Compressor compressor = Codecs.compressor(compression)) {
            byte[] target = filled(unit.length + unit.length / 100 + 2000);
            int length = compressor.compress(unit, 0, unit.length, target, MARGIN, target.length - 2 * MARGIN);
            assertThat(length).isPositive();
            assertUntouched(target, length);
            return Arrays.copyOfRange(target, MARGIN, MARGIN + length);
        }
    }

    /** From the very end of an array, so that a read behind it fails. */
    static byte[] decompress(Codec codec, byte[] stream, int decodedLength) throws CodecException {
        byte[] source = new byte[MARGIN + stream.length];
        System.arraycopy(stream, 0, source, MARGIN, stream.length);
        byte[] target = filled(decodedLength + 2 * MARGIN);
        try (Decompressor decompressor = Codecs.decompressor(codec)) {
            decompressor.decompress(source, MARGIN, stream.length, target, MARGIN, decodedLength);
        } finally {
            assertUntouched(target, decodedLength);
        }
        return Arrays.copyOfRange(target, MARGIN, MARGIN + decodedLength);
    }

    static String outcome(Codec codec, byte[] stream, int decodedLength) {
        try {
            decompress(codec, stream, decodedLength);
            return "read";
        } catch (CodecException e) {
            return "refused";
        }
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, UNTOUCHED);
        return bytes;
    }

    private static void assertUntouched(byte[] target, int used) {
        for (int i = 0; i < MARGIN; i++) {
            assertThat(target[i]).isEqualTo(UNTOUCHED);
        }
        for (int i = target.length - MARGIN; i < target.length; i++) {
            assertThat(target[i]).as("byte %d behind %d", i, used).isEqualTo(UNTOUCHED);
        }
    }
}
