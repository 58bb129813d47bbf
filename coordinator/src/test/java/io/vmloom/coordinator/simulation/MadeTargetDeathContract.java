package io.vmloom.coordinator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.error.ErrorCode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What holds of every target that is made of other items' targets, whenever its coordinators die. */
abstract class MadeTargetDeathContract {
    /** One whose item is such a target, the same each time but for faults. */
    abstract Lives lives(long seed, Faults faults);

    /** How many fates of many coordinators are tried. */
    abstract int fates();

    @Test
    void noCallIsAWrongMomentToDie() {
        Reference reference = reference();
        for (int call = 1; call <= reference.calls(); call++) {
            for (boolean counts : new boolean[] {false, true}) {
                try (Lives lives = lives(1, Faults.NONE)) {
                    lives.submit();
                    assertThat(lives.live(new Life(call, counts), Lives.CancelAt.NEVER))
                            .isEmpty();

                    ItemOutcome outcome = lives.live();

                    lives.settle();
                    assertThat(outcome)
                            .as("call %d, which counts: %s", call, counts)
                            .isInstanceOf(ItemOutcome.Assembled.class);
                    assertThat(lives.target()).as("call %d", call).contains(reference.target());
                    assertOver(lives);
                }
            }
        }
    }

    @Test
    void manyMayDieAndStoresMayFail() {
        Reference reference = reference();
        for (int seed = 0; seed < fates(); seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            try (Lives lives = lives(seed, Faults.SOME)) {
                lives.submit();
                for (int i = random.nextInt(1, 5); i > 0; i--) {
                    lives.dieWithin(reference.calls(), Lives.CancelAt.NEVER);
                }

                ItemOutcome outcome = lives.live();

                lives.settle();
                assertThat(outcome).as("seed %d", seed).isInstanceOf(ItemOutcome.Assembled.class);
                assertThat(lives.target()).as("seed %d", seed).contains(reference.target());
                assertOver(lives);
            }
        }
    }

    @Test
    void aCancelledItemLeavesNothing() {
        Reference reference = reference();
        for (int call = 1; call < reference.calls(); call++) {
            try (Lives lives = lives(1, Faults.NONE)) {
                lives.submit();
                assertThat(lives.live(new Life(call, true), Lives.CancelAt.NEVER))
                        .isEmpty();
                lives.cancel();

                ItemOutcome outcome = lives.live();

                lives.settle();
                if (outcome instanceof ItemOutcome.Failed failed) {
                    assertThat(failed.code()).as("call %d", call).isEqualTo(ErrorCode.CANCELLED);
                    assertThat(lives.target()).as("call %d", call).isEmpty();
                } else {
                    assertThat(lives.target()).as("call %d", call).contains(reference.target());
                }
                assertOver(lives);
            }
        }
    }

    /** What comes of it when nobody dies. */
    record Reference(WrittenTarget target, int calls) {}

    Reference reference() {
        try (Lives lives = lives(1, Faults.NONE)) {
            lives.submit();
            assertThat(lives.live()).isInstanceOf(ItemOutcome.Assembled.class);
            return new Reference(lives.target().orElseThrow(), lives.calls());
        }
    }

    static void assertOver(Lives lives) {
        assertThat(lives.leftovers()).isEmpty();
        assertThat(lives.recorded().over()).isTrue();
    }
}
