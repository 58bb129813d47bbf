package io.vmloom.coordinator.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.error.ErrorCode;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Coordinators die while they write the configuration of a machine. */
class MachineDeathTest {
    private static final byte[] CONFIG = """
            config.version = "8"
            virtualHW.version = "13"
            displayName = "web"
            guestOS = "debian12-64"
            memsize = "2048"
            """.getBytes(UTF_8);

    private static final byte[] OTHER =
            new String(CONFIG, UTF_8).replace("2048", "4096").getBytes(UTF_8);

    @Test
    void noCallIsAWrongMomentToDie() {
        Reference reference = reference();
        for (int call = 1; call <= reference.calls(); call++) {
            for (boolean counts : new boolean[] {false, true}) {
                try (Lives lives = lives(call, Faults.NONE)) {
                    lives.submit();
                    assertThat(lives.live(new Life(call, counts), Lives.CancelAt.NEVER))
                            .isEmpty();

                    ItemOutcome outcome = lives.live();

                    lives.settle();
                    assertThat(outcome)
                            .as("call %d, which counts: %s", call, counts)
                            .isInstanceOf(ItemOutcome.Assembled.class);
                    assertThat(lives.target()).contains(reference.target());
                    assertOver(lives);
                }
            }
        }
    }

    @Test
    void manyMayDieAndStoresMayFail() {
        Reference reference = reference();
        for (int seed = 0; seed < 300; seed++) {
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
    void aSourceThatChangedMeanwhileIsReadAgain() {
        Reference reference = reference();
        for (int call = 1; call <= reference.calls(); call++) {
            try (Lives lives = lives(call, Faults.NONE)) {
                lives.submit();
                assertThat(lives.live(new Life(call, true), Lives.CancelAt.NEVER))
                        .isEmpty();
                lives.changeSource(OTHER);

                ItemOutcome outcome = lives.live();

                lives.settle();
                assertThat(outcome).as("call %d", call).isInstanceOf(ItemOutcome.Assembled.class);
                assertThat(lives.target()).as("call %d", call).isPresent();
                assertOver(lives);
            }
        }
    }

    @Test
    void aCancelledItemLeavesNothing() {
        Reference reference = reference();
        for (int call = 1; call < reference.calls(); call++) {
            try (Lives lives = lives(call, Faults.NONE)) {
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
    private record Reference(WrittenTarget target, int calls) {}

    private static Reference reference() {
        try (Lives lives = lives(1, Faults.NONE)) {
            lives.submit();
            assertThat(lives.live()).isInstanceOf(ItemOutcome.Assembled.class);
            Optional<WrittenTarget> target = lives.target();
            assertThat(new String(target.orElseThrow().mainBytes(), UTF_8)).contains("<name>web</name>");
            return new Reference(target.orElseThrow(), lives.calls());
        }
    }

    private static Lives lives(long seed, Faults faults) {
        return Lives.ofMachine(seed, faults, Simulation.GAPS, CONFIG, "libvirt");
    }

    private static void assertOver(Lives lives) {
        assertThat(lives.leftovers()).isEmpty();
        assertThat(lives.recorded().over()).isTrue();
    }
}
