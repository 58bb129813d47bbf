package io.vmloom.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.testing.Seeded;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ZerosTest {
    @Seeded(300)
    void oneByteAnywhereInsideCountsAndNoneOutside(SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(1, 400)];
        int offset = random.nextInt(bytes.length);
        int length = random.nextInt(bytes.length - offset + 1);
        Arrays.fill(bytes, 0, offset, (byte) 1);
        Arrays.fill(bytes, offset + length, bytes.length, (byte) 1);

        assertThat(Zeros.isZero(bytes, offset, length)).isTrue();

        for (int i = offset; i < offset + length; i++) {
            bytes[i] = (byte) (1 << random.nextInt(8));
            assertThat(Zeros.isZero(bytes, offset, length)).as("byte " + i).isFalse();
            bytes[i] = 0;
        }
    }

    @Test
    void aRunThatLeavesTheArrayIsRefused() {
        assertThatThrownBy(() -> Zeros.isZero(new byte[10], 5, 6)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
