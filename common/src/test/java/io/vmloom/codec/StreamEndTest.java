package io.vmloom.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdCompressCtx;
import io.vmloom.testing.Seeded;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.Adler32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What decompressors say of where a stream ends: whoever copies it relies on that. */
class StreamEndTest {
    private static final int UNIT = 4096;
    private static final int ADLER_BYTES = 4;

    @Seeded(300)
    void isTheLastByteOfTheStreamWhateverFollows(SplittableRandom random) throws CodecException {
        Codec codec = random.nextBoolean() ? Codec.DEFLATE : Codec.ZSTD;
        byte[] unit = CodecTest.unit(random);
        byte[] stream = CodecTest.compress(new Compression(codec, 1 + random.nextInt(9)), unit);
        byte[] garbage = new byte[random.nextInt(2000)];
        random.nextBytes(garbage);

        assertThat(end(codec, then(stream, garbage), unit.length)).isEqualTo(stream.length);
    }

    @ParameterizedTest
    @EnumSource(names = {"DEFLATE", "ZSTD"})
    void isThatOfTheFirstOfTwoStreams(Codec codec) throws CodecException {
        byte[] stream = CodecTest.compress(new Compression(codec, 4), text());

        assertThat(end(codec, then(stream, stream), UNIT)).isEqualTo(stream.length);
    }

    @Seeded(50)
    void ofAZlibStreamIsItsChecksum(SplittableRandom random) throws CodecException {
        byte[] unit = CodecTest.unit(random);
        byte[] stream = CodecTest.compress(new Compression(Codec.ZLIB, random.nextInt(13)), unit);

        assertThat(end(Codec.ZLIB, stream, unit.length)).isEqualTo(stream.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6, 9})
    void ofAZlibStreamOfAnotherProgramIsToo(int level) throws CodecException {
        byte[] stream = deflated(new Deflater(level, false), Deflater.NO_FLUSH);

        assertThat(end(Codec.ZLIB, stream, UNIT)).isEqualTo(stream.length);
    }

    @Test
    void isUnsureWhereSomethingStandsBetweenAStreamAndItsChecksum() throws CodecException {
        byte[] stream = deflated(new Deflater(6, false), Deflater.NO_FLUSH);
        int body = stream.length - ADLER_BYTES;
        byte[] wider = then(
                then(Arrays.copyOf(stream, body), new byte[] {1, 2, 3}),
                Arrays.copyOfRange(stream, body, stream.length));

        assertThat(end(Codec.ZLIB, wider, UNIT)).isEqualTo(Decompressor.UNSURE);
    }

    /** Some decoders take the header's window at its word. */
    @Test
    void isUnsureOfAZlibStreamWithASmallWindow() throws CodecException {
        byte[] stream = deflated(new Deflater(6, false), Deflater.NO_FLUSH);
        stream[0] = 0x68;
        stream[1] = 0x05;

        assertThat(end(Codec.ZLIB, stream, UNIT)).isEqualTo(Decompressor.UNSURE);
    }

    /** qemu takes them, since the unit is full. */
    @Test
    void isUnsureOfAStreamWithoutAFinalBlock() throws CodecException {
        byte[] raw = deflated(new Deflater(6, true), Deflater.SYNC_FLUSH);
        byte[] checked = ByteBuffer.allocate(2 + raw.length + ADLER_BYTES)
                .putShort((short) 0x789c)
                .put(raw)
                .putInt(adler(text()))
                .array();

        assertThat(end(Codec.DEFLATE, raw, UNIT)).isEqualTo(Decompressor.UNSURE);
        assertThat(end(Codec.ZLIB, checked, UNIT)).isEqualTo(Decompressor.UNSURE);
    }

    @Test
    void isNoneWhereTheChecksumIsWrong() {
        byte[] stream = deflated(new Deflater(6, false), Deflater.NO_FLUSH);
        stream[stream.length - 1] ^= 1;

        assertThatThrownBy(() -> end(Codec.ZLIB, stream, UNIT)).hasMessageContaining("zlib checksum differs");
    }

    @ParameterizedTest
    @EnumSource(names = {"DEFLATE", "ZLIB", "ZSTD"})
    void isNoneWhereTheUnitIsShorterOrLonger(Codec codec) {
        byte[] stream = CodecTest.compress(new Compression(codec, 4), text());

        assertThatThrownBy(() -> end(codec, stream, UNIT + 1)).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> end(codec, stream, UNIT - 1)).isInstanceOf(CodecException.class);
    }

    @Test
    void isUnsureOfAUnitOfTwoFrames() throws CodecException {
        byte[] half = CodecTest.compress(new Compression(Codec.ZSTD, 4), Arrays.copyOf(text(), UNIT / 2));

        assertThat(end(Codec.ZSTD, then(half, half), UNIT)).isEqualTo(Decompressor.UNSURE);
    }

    @Test
    void isUnsureOfASkippableFrameInFront() throws CodecException {
        byte[] skippable = ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x184D2A50)
                .putInt(4)
                .array();
        byte[] stream = CodecTest.compress(new Compression(Codec.ZSTD, 4), text());

        assertThat(end(Codec.ZSTD, then(skippable, stream), UNIT)).isEqualTo(Decompressor.UNSURE);
    }

    @Test
    void isUnsureOfAFrameThatDoesNotSayHowLongItIs() throws CodecException {
        try (ZstdCompressCtx context = new ZstdCompressCtx()) {
            byte[] stream = context.setContentSize(false).compress(text());

            assertThat(end(Codec.ZSTD, stream, UNIT)).isEqualTo(Decompressor.UNSURE);
        }
    }

    @Test
    void isSureOfAFrameWithAChecksum() throws CodecException {
        try (ZstdCompressCtx context = new ZstdCompressCtx()) {
            byte[] stream = context.setChecksum(true).compress(text());

            assertThat(end(Codec.ZSTD, stream, UNIT)).isEqualTo(stream.length);
        }
    }

    /** qemu's decoder refuses more than 128 MiB, and others are not asked to support more than 8. */
    @ParameterizedTest
    @ValueSource(ints = {10, 23, 24, 27})
    void isUnsureOfAFrameThatAsksForALargeWindow(int windowBits) throws CodecException {
        byte[] frame = frameOfZeros(windowBits);

        assertThat(end(Codec.ZSTD, frame, UNIT)).isEqualTo(windowBits > 23 ? Decompressor.UNSURE : frame.length);
    }

    /** A single repeated byte, behind a header that names a window and a length of two bytes. */
    private static byte[] frameOfZeros(int windowBits) {
        int lastRepeatedBlock = UNIT << 3 | 1 << 1 | 1;
        return ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0xFD2FB528)
                .put((byte) 0x40)
                .put((byte) (windowBits - 10 << 3))
                .putShort((short) (UNIT - 256))
                .putShort((short) lastRepeatedBlock)
                .put((byte) (lastRepeatedBlock >> 16))
                .put((byte) 0)
                .array();
    }

    private static int end(Codec codec, byte[] stream, int decodedLength) throws CodecException {
        int margin = 7;
        byte[] source = new byte[margin + stream.length];
        System.arraycopy(stream, 0, source, margin, stream.length);
        try (Decompressor decompressor = Codecs.decompressor(codec)) {
            return decompressor.decompress(source, margin, stream.length, new byte[decodedLength], 0, decodedLength);
        }
    }

    private static byte[] text() {
        byte[] text = new byte[UNIT];
        for (int i = 0; i < UNIT; i++) {
            text[i] = (byte) (i * i >> 7 & 15);
        }
        return text;
    }

    private static byte[] deflated(Deflater deflater, int flush) {
        try (deflater) {
            deflater.setInput(text());
            if (flush == Deflater.NO_FLUSH) {
                deflater.finish();
            }
            byte[] stream = new byte[2 * UNIT];
            return Arrays.copyOf(stream, deflater.deflate(stream, 0, stream.length, flush));
        }
    }

    private static int adler(byte[] bytes) {
        Adler32 adler = new Adler32();
        adler.update(bytes);
        return (int) adler.getValue();
    }

    private static byte[] then(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
