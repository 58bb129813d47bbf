package io.vmloom.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.testing.Seeded;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "512, 512",
        "1b, 1",
        "64k, 65536",
        "64K, 65536",
        "64 KiB, 65536",
        "64kb, 65536",
        "' 3m ', 3145728",
        "10GiB, 10737418240",
        "2t, 2199023255552",
        "7p, 7881299347898368",
        "7E, 8070450532247928832",
        "9223372036854775807, 9223372036854775807"
    })
    void sizesAreReadAsQemuImgReadsThem(String text, long bytes) {
        assertThat(ByteSize.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "-1", "1.5g", "12ib", "1 2", "0x10", "64kk", "10 GBit", "１２"})
    void anythingElseIsRefusedAndQuoted(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a size: '" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8e", "9223372036854775808", "9999999999999999999", "8388608t"})
    void sizesPastSixtyThreeBitsAreRefused(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("size too large: '" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.0 KiB",
        "1536, 1.5 KiB",
        "1048524, 1023.9 KiB",
        "1048525, 1.0 MiB",
        "1048575, 1.0 MiB",
        "1048576, 1.0 MiB",
        "1099511627775, 1.0 TiB",
        "10995116277760, 10.0 TiB",
        "9223372036854775807, 8.0 EiB"
    })
    void sizesArePrintedShort(long bytes, String text) {
        assertThat(ByteSize.format(bytes)).isEqualTo(text);
    }

    @Seeded(300)
    void aPrintedSizeIsRightToHalfATenthAndBelowTheNextUnit(SplittableRandom random) {
        long bytes = random.nextLong() >>> random.nextInt(1, 54);

        String[] parts = ByteSize.format(bytes).split(" ", -1);

        double shown = Double.parseDouble(parts[0]);
        double unit = parts[1].equals("B") ? 1 : ByteSize.parse("1" + parts[1]);
        assertThat(shown).isLessThan(1024);
        assertThat(Math.abs(shown * unit - bytes)).isLessThanOrEqualTo(0.0501 * unit);
    }
}
