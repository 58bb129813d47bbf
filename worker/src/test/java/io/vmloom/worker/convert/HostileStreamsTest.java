package io.vmloom.worker.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.vmloom.cipher.KeyWrap;
import io.vmloom.codec.Codec;
import io.vmloom.codec.Compression;
import io.vmloom.error.ImageException;
import io.vmloom.extent.CompressedUnit;
import io.vmloom.extent.Extent;
import io.vmloom.extent.Mapping;
import io.vmloom.extent.OnDamage;
import io.vmloom.fragment.EncodedFragment;
import io.vmloom.range.WorkRange;
import io.vmloom.task.EncoderSpec;
import io.vmloom.testing.TestSource;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams that a source made by somebody else may hold, from the file to the fragment. */
class HostileStreamsTest {
    private static final int UNIT = 64 << 10;
    private static final int MARKER = 12;
    private static final byte[] GARBAGE = {1, 2, 3, 4, 5, 6, 7};

    /** What stands where a unit of 64 KiB should be, and of that what the target holds: nothing if it is encoded anew. */
    private enum Stored {
        A_STREAM(Codec.DEFLATE, deflated(true, true), deflated(true, true)),
        GARBAGE_BEHIND(Codec.DEFLATE, concat(deflated(true, true), GARBAGE), deflated(true, true)),
        A_SECOND_STREAM_BEHIND(Codec.DEFLATE, concat(deflated(true, true), deflated(true, true)), deflated(true, true)),
        NO_FINAL_BLOCK(Codec.DEFLATE, deflated(true, false), new byte[0]),
        A_ZLIB_STREAM(Codec.ZLIB, deflated(false, true), deflated(false, true)),
        GARBAGE_BEFORE_THE_CHECKSUM(Codec.ZLIB, withGarbageBeforeChecksum(), new byte[0]),
        A_FRAME(Codec.ZSTD, Zstd.compress(text(UNIT)), Zstd.compress(text(UNIT))),
        A_FRAME_WITH_GARBAGE_BEHIND(Codec.ZSTD, concat(Zstd.compress(text(UNIT)), GARBAGE), Zstd.compress(text(UNIT))),
        TWO_FRAMES(
                Codec.ZSTD,
                concat(Zstd.compress(text(UNIT / 2)), Zstd.compress(Arrays.copyOfRange(text(UNIT), UNIT / 2, UNIT))),
                new byte[0]);

        private final Codec codec;
        private final byte[] bytes;
        private final byte[] kept;

        Stored(Codec codec, byte[] bytes, byte[] kept) {
            this.codec = codec;
            this.bytes = bytes;
            this.kept = kept;
        }
    }

    @ParameterizedTest
    @EnumSource
    void areKeptExactlyOrEncodedAnew(Stored stored) throws IOException {
        byte[] fragment = convert(stored.codec, stored.bytes);

        byte[] anew = convert(stored.codec, stored.bytes, false);
        if (stored.kept.length == 0) {
            assertThat(fragment).isEqualTo(anew);
        } else {
            int begin = stored.codec == Codec.ZLIB ? MARKER : 0;
            int end = begin + stored.kept.length;
            assertThat(Arrays.copyOfRange(fragment, begin, end)).isEqualTo(stored.kept);
            assertThat(Arrays.copyOfRange(fragment, end, fragment.length)).containsOnly(0);
            assertThat(fragment).isNotEqualTo(anew);
        }
    }

    @Test
    void areRefusedWhereTheyGiveMoreOrLessThanAUnit() {
        byte[] longer = deflated(text(UNIT + 1), true, true);
        byte[] shorter = deflated(text(UNIT - 1), true, true);

        assertThatThrownBy(() -> convert(Codec.DEFLATE, longer))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("deflate stream is longer than 65536 bytes");
        assertThatThrownBy(() -> convert(Codec.DEFLATE, shorter))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("deflate stream ends after 65535 of 65536 bytes");
    }

    @Test
    void areRefusedWhereTheirChecksumIsWrong() {
        byte[] stream = deflated(false, true);
        stream[stream.length - 1] ^= 1;

        assertThatThrownBy(() -> convert(Codec.ZLIB, stream))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("zlib checksum differs");
    }

    private static byte[] convert(Codec codec, byte[] stored) throws IOException {
        return convert(codec, stored, true);
    }

    /** The fragment of a range that is one unit. */
    private static byte[] convert(Codec codec, byte[] stored, boolean keepsStreams) throws IOException {
        boolean marked = codec == Codec.ZLIB;
        byte[] file = marked ? concat(marker(stored.length), stored) : stored;
        CompressedUnit unit = new CompressedUnit(
                codec, marked ? CompressedUnit.Framing.SECTOR_MARKED : CompressedUnit.Framing.BARE, UNIT);
        Extent extent =
                new Extent(GuestOffset.ZERO, UNIT, new Mapping.Compressed(0, HostOffset.ZERO, file.length, unit, 0));
        WorkRange range = new WorkRange(0, GuestOffset.ZERO, UNIT, UNIT, List.of(extent));
        Compression compression = new Compression(codec, 12);
        EncoderSpec spec = marked
                ? new EncoderSpec.MarkedStream(UNIT, compression, 0, keepsStreams)
                : new EncoderSpec.PackedCompressed(UNIT, compression, keepsStreams);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                RangeReader reader = new RangeReader(threads, new BlockPool());
                FragmentEncoder encoder =
                        Encoders.create(spec, range, true, KeyWrap.ofThisProcess(), new BlockPool())) {
            reader.read(range, List.of(TestSource.of("disk", file)), Map.of(), OnDamage.REFUSE, encoder);
            EncodedFragment fragment = encoder.finish();
            assertThat(EncodersTest.decode(spec, fragment)).isEqualTo(text(UNIT));
            return EncodersTest.bytes(fragment);
        }
    }

    private static byte[] marker(int lengthBytes) {
        return ByteBuffer.allocate(MARKER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(Long.BYTES, lengthBytes)
                .array();
    }

    private static byte[] withGarbageBeforeChecksum() {
        byte[] stream = deflated(false, true);
        int body = stream.length - Integer.BYTES;
        return concat(Arrays.copyOf(stream, body), GARBAGE, Arrays.copyOfRange(stream, body, stream.length));
    }

    private static byte[] deflated(boolean raw, boolean finished) {
        return deflated(text(UNIT), raw, finished);
    }

    private static byte[] deflated(byte[] bytes, boolean raw, boolean finished) {
        try (Deflater deflater = new Deflater(1, raw)) {
            deflater.setInput(bytes);
            if (finished) {
                deflater.finish();
            }
            byte[] stream = new byte[2 * UNIT];
            int length = deflater.deflate(stream, 0, stream.length, finished ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH);
            return Arrays.copyOf(stream, length);
        }
    }

    private static byte[] text(int lengthBytes) {
        byte[] text = new byte[lengthBytes];
        for (int i = 0; i < lengthBytes; i++) {
            text[i] = (byte) ((i * 7919 >> 5) * 31 >> 3 & 15);
        }
        return text;
    }

    private static byte[] concat(byte[]... parts) {
        byte[] all = new byte[Stream.of(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
