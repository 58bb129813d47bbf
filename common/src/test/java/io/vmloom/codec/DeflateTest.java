package io.vmloom.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.testing.Seeded;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deflate and zlib against the JDK's zlib, which qemu's behaves like. */
class DeflateTest {
    @Seeded(200)
    void theJdkReadsWhatWeWrite(SplittableRandom random) throws DataFormatException {
        byte[] unit = unit(random);
        int level = random.nextInt(13);

        assertThat(inflate(true, CodecTest.compress(new Compression(Codec.DEFLATE, level), unit), unit.length))
                .isEqualTo(unit);
        assertThat(inflate(false, CodecTest.compress(new Compression(Codec.ZLIB, level), unit), unit.length))
                .isEqualTo(unit);
    }

    @Seeded(200)
    void weReadWhatTheJdkWrites(SplittableRandom random) throws CodecException {
        byte[] unit = unit(random);
        int level = random.nextInt(10);

        assertThat(CodecTest.decompress(Codec.DEFLATE, deflate(true, level, true, unit), unit.length))
                .isEqualTo(unit);
        assertThat(CodecTest.decompress(Codec.ZLIB, deflate(false, level, true, unit), unit.length))
                .isEqualTo(unit);
    }

    /** Old versions of qemu-img flushed the stream instead of ending it. */
    @Seeded(100)
    void aStreamWithoutAFinalBlockIsReadWhenTheUnitIsFull(SplittableRandom random) throws CodecException {
        byte[] unit = unit(random);
        byte[] unended = deflate(true, 6, false, unit);

        assertThat(CodecTest.decompress(Codec.DEFLATE, unended, unit.length)).isEqualTo(unit);
        assertThatThrownBy(() -> CodecTest.decompress(Codec.DEFLATE, unended, unit.length + 1))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("ends after " + unit.length + " of " + (unit.length + 1) + " bytes");
    }

    @Seeded(100)
    void bothLibrariesDecideAlikeAboutDamage(SplittableRandom random) {
        byte[] unit = unit(random);
        byte[] stream = deflate(true, 6, true, unit);
        stream[random.nextInt(stream.length)] ^= (byte) (1 << random.nextInt(8));
        byte[] expected = new byte[unit.length];

        boolean full = fills(stream, expected);

        if (full) {
            assertThat(decompressed(stream, unit.length)).isEqualTo(expected);
        } else {
            assertThat(decompressed(stream, unit.length)).isEmpty();
        }
    }

    @Seeded(20)
    void damageIsToldWithTheNumberOfBytesBeforeIt(SplittableRandom random) {
        byte[] unit = unit(random);
        byte[] unended = deflate(true, 6, false, unit);
        byte[] damaged = Arrays.copyOf(unended, unended.length + 1);
        damaged[unended.length] = 0b111; // a final block of the reserved type, RFC 1951 3.2.3

        assertThatThrownBy(() -> CodecTest.decompress(Codec.DEFLATE, damaged, unit.length + 1))
                .isInstanceOf(CodecException.class)
                .hasMessage("deflate stream is damaged after " + unit.length + " bytes of output");
    }

    @Test
    void aWrongChecksumIsRefused() {
        byte[] unit = unit(new SplittableRandom(3));
        byte[] stream = deflate(false, 6, true, unit);
        stream[stream.length - 1] ^= 1;

        assertThatThrownBy(() -> CodecTest.decompress(Codec.ZLIB, stream, unit.length))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("zlib checksum differs");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0000, 0x789d, 0x799c, 0x78bb, 0xffff})
    void aWrongHeaderIsRefused(int header) {
        byte[] unit = unit(new SplittableRandom(4));
        byte[] stream = deflate(false, 6, true, unit);
        stream[0] = (byte) (header >> 8);
        stream[1] = (byte) header;

        assertThatThrownBy(() -> CodecTest.decompress(Codec.ZLIB, stream, unit.length))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("zlib header 0x" + Integer.toHexString(header));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5})
    void aZlibStreamTooShortForItsFrameIsRefused(int length) {
        assertThatThrownBy(() -> CodecTest.decompress(Codec.ZLIB, new byte[length], 512))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("only " + length + " bytes");
    }

    private static byte[] unit(SplittableRandom random) {
        byte[] unit = new byte[1 << random.nextInt(9, 17)];
        byte[] noise = new byte[random.nextInt(unit.length)];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, unit, random.nextInt(unit.length - noise.length), noise.length);
        return unit;
    }

    private static byte[] deflate(boolean raw, int level, boolean ended, byte[] unit) {
        try (Deflater deflater = new Deflater(level, raw)) {
            deflater.setInput(unit);
            if (ended) {
                deflater.finish();
            }
            byte[] target = new byte[2 * unit.length + 1000];
            int length = deflater.deflate(target, 0, target.length, ended ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH);
            return Arrays.copyOf(target, length);
        }
    }

    private static byte[] inflate(boolean raw, byte[] stream, int length) throws DataFormatException {
        try (Inflater inflater = new Inflater(raw)) {
            inflater.setInput(stream);
            byte[] unit = new byte[length + 1];
            int decoded = inflater.inflate(unit);
            assertThat(inflater.finished()).isTrue();
            return Arrays.copyOf(unit, decoded);
        }
    }

    /** Whether the JDK makes exactly this many bytes of the stream. */
    private static boolean fills(byte[] stream, byte[] unit) {
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(stream);
            int decoded = 0;
            while (decoded < unit.length && !inflater.finished()) {
                int count = inflater.inflate(unit, decoded, unit.length - decoded);
                if (count == 0) {
                    return false;
                }
                decoded += count;
            }
            return decoded == unit.length && inflater.inflate(new byte[1]) == 0;
        } catch (DataFormatException e) {
            return false;
        }
    }

    /** The unit, or nothing when it is refused. */
    private static byte[] decompressed(byte[] stream, int length) {
        try {
            return CodecTest.decompress(Codec.DEFLATE, stream, length);
        } catch (CodecException e) {
            return new byte[0];
        }
    }
}
