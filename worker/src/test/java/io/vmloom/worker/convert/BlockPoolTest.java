package io.vmloom.worker.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.testing.Seeded;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BlockPoolTest {
    private static final int MIB = 1 << 20;

    private final BlockPool pool = new BlockPool();

    @Test
    void whatWasGivenBackIsTakenAgain() {
        byte[] block = pool.take(4 * MIB);
        pool.giveBack(block);

        assertThat(pool.take(4 * MIB - 5000)).isSameAs(block);
        assertThat(pool.take(4 * MIB)).isNotSameAs(block);
    }

    @Test
    void aShortReadDoesNotTakeALongBlock() {
        pool.giveBack(pool.take(8 * MIB));

        assertThat(pool.take(MIB)).hasSize(MIB);
    }

    @Seeded(30)
    void nobodyGetsWhatSomebodyElseHas(SplittableRandom random) {
        Set<byte[]> held = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int step = 0; step < 300; step++) {
            if (held.isEmpty() || random.nextBoolean()) {
                int bytes = random.nextInt(1, 1 << random.nextInt(2, 23));
                byte[] block = pool.take(bytes);
                assertThat(block).hasSizeBetween(bytes, bytes + bytes / 2);
                assertThat(held.add(block)).isTrue();
            } else {
                byte[] block = held.iterator().next();
                held.remove(block);
                pool.giveBack(block);
            }
        }
    }

    @Test
    void noMoreThanALongestRangeIsHeld() {
        List<byte[]> blocks = blocks(4 * MIB, 20);

        blocks.forEach(pool::giveBack);

        assertThat(reused(blocks, blocks(4 * MIB, 20))).isEqualTo(16);
    }

    @Test
    void whatNobodyAsksForMakesRoom() {
        blocks(100_000, 1000).forEach(pool::giveBack);
        List<byte[]> asked = blocks(4 * MIB, 10);

        asked.forEach(pool::giveBack);

        assertThat(reused(asked, blocks(4 * MIB, 10))).isEqualTo(10);
    }

    private List<byte[]> blocks(int bytes, int count) {
        List<byte[]> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            blocks.add(pool.take(bytes));
        }
        return blocks;
    }

    private static long reused(List<byte[]> before, List<byte[]> after) {
        return after.stream()
                .filter(block -> before.stream().anyMatch(old -> old == block))
                .count();
    }
}
