package io.vmloom.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.testing.Seeded;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlignmentTest {
    @Seeded(200)
    void upAndDownAreTheNearestMultiples(SplittableRandom random) {
        long unit = 1L << random.nextInt(40);
        long value = random.nextLong(1L << 61);

        long down = Alignment.down(value, unit);
        long up = Alignment.up(value, unit);

        assertThat(down % unit).isZero();
        assertThat(up % unit).isZero();
        assertThat(down).isLessThanOrEqualTo(value).isGreaterThan(value - unit);
        assertThat(up).isGreaterThanOrEqualTo(value).isLessThan(value + unit);
        assertThat(Alignment.isAligned(value, unit)).isEqualTo(value == down).isEqualTo(value == up);
    }

    @Test
    void roundingUpPastTheLastMultipleIsAnOverflow() {
        assertThat(Alignment.up(Long.MAX_VALUE - 4095, 4096)).isEqualTo(Long.MAX_VALUE - 4095);
        assertThatThrownBy(() -> Alignment.up(Long.MAX_VALUE - 4094, 4096)).isInstanceOf(ArithmeticException.class);
        assertThat(Alignment.up(Long.MAX_VALUE, 1)).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 3, 4097, Long.MIN_VALUE, Long.MAX_VALUE})
    void anythingButAPowerOfTwoIsRefused(long unit) {
        assertThat(Alignment.isPowerOfTwo(unit)).isFalse();
        assertThatThrownBy(() -> Alignment.up(1, unit)).hasMessageContaining("power of two, got: " + unit);
        assertThatThrownBy(() -> Alignment.down(1, unit)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Alignment.isAligned(1, unit)).isInstanceOf(IllegalArgumentException.class);
    }
}
