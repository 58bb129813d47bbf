package io.vmloom.extent;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.testing.Seeded;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LossesTest {
    @Seeded(200)
    void inWhichOrderTheyAreAddedMakesNoDifference(SplittableRandom random) {
        List<Losses> parts = new ArrayList<>();
        long start = 0;
        for (int part = random.nextInt(8); part >= 0; part--) {
            Losses losses = Losses.NONE;
            for (int i = random.nextInt(60); i > 0; i--) {
                start += random.nextInt(3);
                losses = losses.then(loss(start, 5));
                start += 5;
            }
            parts.add(losses);
        }
        Losses inOrder = parts.stream().reduce(Losses.NONE, Losses::plus);

        Collections.shuffle(parts, new Random(random.nextLong()));

        assertThat(parts.stream().reduce(Losses.NONE, Losses::plus)).isEqualTo(inOrder);
        assertThat(inOrder.first()).hasSize((int) Math.min(inOrder.ranges(), Losses.MAX_KEPT));
    }

    @Test
    void whatGoesOnWhereTheLastOneEndsIsOneLoss() {
        Losses losses = Losses.NONE.then(loss(0, 10)).then(loss(10, 10)).then(loss(30, 10));

        assertThat(losses.first()).containsExactly(loss(0, 20), loss(30, 10));
        assertThat(losses.ranges()).isEqualTo(2);
        assertThat(losses.lostBytes()).isEqualTo(30);
    }

    @Test
    void behindTheFirstHundredTheyAreOnlyCounted() {
        Losses losses = Losses.NONE;
        for (int i = 0; i < 250; i++) {
            losses = losses.then(loss(i * 20L, 10));
        }

        assertThat(losses.ranges()).isEqualTo(250);
        assertThat(losses.lostBytes()).isEqualTo(2500);
        assertThat(losses.first()).hasSize(Losses.MAX_KEPT).last().isEqualTo(loss(99 * 20L, 10));
    }

    private static Loss loss(long start, long lengthBytes) {
        return new Loss(new GuestOffset(start), lengthBytes, new Damage("disk", HostOffset.ZERO, "it is gone"));
    }
}
