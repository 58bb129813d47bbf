package io.vmloom.format.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefcountWidthTest {
    private static final int BLOCK_BYTES = 512;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8, 16, 32, 64})
    void whatIsPutIsFoundAgainBesideItsNeighbours(int bits) {
        RefcountWidth width = new RefcountWidth(bits);
        ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
        long[] counts = RandomGeneratorFactory.of("L64X128MixRandom")
                .create(bits)
                .longs(width.perBlock(BLOCK_BYTES))
                .map(count -> count & width.most())
                .toArray();

        for (int index = 0; index < counts.length; index++) {
            width.put(block, index, counts[index]);
        }

        for (int index = 0; index < counts.length; index++) {
            assertThat(width.get(block, index)).isEqualTo(counts[index]);
        }
        assertThat(counts.length * bits).isEqualTo(BLOCK_BYTES * Byte.SIZE);
    }

    @Test
    void theFirstOfAByteIsItsLeastSignificantBit() {
        ByteBuffer block = ByteBuffer.allocate(1);

        new RefcountWidth(1).put(block, 0, 1);
        new RefcountWidth(2).put(block, 3, 2);

        assertThat(block.get(0)).isEqualTo((byte) 0b1000_0001);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 128})
    void anotherWidthIsRefused(int bits) {
        assertThatThrownBy(() -> new RefcountWidth(bits))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a power of two bits, 1 to 64, got: " + bits);
    }
}
