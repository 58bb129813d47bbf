package io.vmloom.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.testing.Seeded;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VarintTest {
    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "1, 01",
        "127, 7f",
        "128, 8001",
        "300, ac02",
        "16383, ff7f",
        "16384, 808001",
        "9223372036854775807, ffffffffffffffff7f"
    })
    void theFormOnTheWireIsFixed(long value, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        assertThat(written(value)).isEqualTo(bytes);
        assertThat(Varint.read(ByteBuffer.wrap(bytes))).isEqualTo(value);
    }

    @Seeded(200)
    void anyRunOfValuesIsReadBack(SplittableRandom random) {
        long[] values =
                random.longs(50).map(value -> value >>> random.nextInt(1, 64)).toArray();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (long value : values) {
            Varint.write(out, value);
        }

        ByteBuffer in = ByteBuffer.wrap(out.toByteArray());
        for (long value : values) {
            assertThat(Varint.read(in)).isEqualTo(value);
        }
        assertThat(in.hasRemaining()).isFalse();
    }

    @Seeded(200)
    void everyTruncationIsNoticed(SplittableRandom random) {
        byte[] bytes = written(random.nextLong() >>> random.nextInt(1, 64));

        for (int length = 0; length < bytes.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(bytes, 0, length);
            assertThatThrownBy(() -> Varint.read(cut))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cut off");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffffffffffffffffff01", "80808080808080808000", "ffffffffffffffffffffffff"})
    void valuesPastSixtyThreeBitsAreRefused(String hex) {
        assertThatThrownBy(() -> Varint.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longer than 9 bytes");
    }

    @Test
    void negativeValuesAreNotWritten() {
        assertThatThrownBy(() -> written(-1)).hasMessageContaining("must not be negative, got: -1");
    }

    private static byte[] written(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Varint.write(out, value);
        return out.toByteArray();
    }
}
