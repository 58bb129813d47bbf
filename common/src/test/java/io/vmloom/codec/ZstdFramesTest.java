package io.vmloom.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ZstdFramesTest {
    private static final int SKIPPABLE_MAGIC = 0x184d2a50;

    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

    @Test
    void aUnitMayConsistOfSeveralFramesAndSkippableOnes() throws CodecException {
        byte[] unit = unit(4096);
        skippable(0);
        stream.writeBytes(Zstd.compress(Arrays.copyOf(unit, 1000)));
        skippable(100);
        stream.writeBytes(Zstd.compress(Arrays.copyOfRange(unit, 1000, 4096)));

        assertThat(CodecTest.decompress(Codec.ZSTD, stream.toByteArray(), 4096)).isEqualTo(unit);
    }

    /** The bytes end right behind a frame: nothing may be read there. */
    @Test
    void aUnitThatIsTooShortIsRefused() {
        stream.writeBytes(Zstd.compress(unit(1000)));

        assertThatThrownBy(() -> CodecTest.decompress(Codec.ZSTD, stream.toByteArray(), 4096))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("ends after 1000 of 4096 bytes");
    }

    @Test
    void aUnitOfSkippableFramesOnlyIsRefused() {
        for (int i = 0; i < 100; i++) {
            skippable(i);
        }

        assertThatThrownBy(() -> CodecTest.decompress(Codec.ZSTD, stream.toByteArray(), 4096))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("ends after 0 of 4096 bytes");
    }

    @Test
    void nothingAtAllIsRefused() {
        assertThatThrownBy(() -> CodecTest.decompress(Codec.ZSTD, new byte[0], 4096))
                .isInstanceOf(CodecException.class);
    }

    private void skippable(int length) {
        stream.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(SKIPPABLE_MAGIC)
                .putInt(length)
                .array());
        stream.writeBytes(new byte[length]);
    }

    private static byte[] unit(int length) {
        byte[] unit = new byte[length];
        for (int i = 0; i < length; i++) {
            unit[i] = (byte) (i * 31 >> 3);
        }
        return unit;
    }
}
