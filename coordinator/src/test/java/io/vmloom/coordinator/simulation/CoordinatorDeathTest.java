package io.vmloom.coordinator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.coordinator.state.ItemHistory;
import io.vmloom.coordinator.state.RecoveredBatch;
import io.vmloom.coordinator.state.StateRecord;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.FencedException;
import io.vmloom.store.StoreCapabilities;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Coordinators die at any call; the one that lives long enough ends the batch as if there had been no other. */
class CoordinatorDeathTest {
    private static final int SEEDS = Integer.getInteger("vmloom.simulation.seeds", 6);

    record Kind(String format, Map<String, String> options) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("raw", Map.of()),
            new Kind("qcow2", Map.of()),
            new Kind("qcow2", Map.of("compress", "on")),
            new Kind("vmdk", Map.of("subformat", "streamOptimized")),
            new Kind("vmdk", Map.of("subformat", "monolithicFlat")),
            new Kind("luks", Map.of("iterations", "1000")),
            new Kind("qcow2", Map.of("encrypt.format", "luks", "encrypt.iterations", "1000")));

    static Stream<Arguments> kindsAndStores() {
        return KINDS.stream()
                .flatMap(kind -> Stream.of(Simulation.GAPS, Simulation.DENSE, Simulation.FEW)
                        .map(store -> Arguments.of(kind, store)));
    }

    @ParameterizedTest(name = "{0} into {1}")
    @MethodSource("kindsAndStores")
    void theTargetIsTheSameAndOnlyMissingRangesAreRedone(Kind kind, StoreCapabilities store) {
        for (int seed = 0; seed < SEEDS; seed++) {
            deaths(seed, Faults.NONE, kind, store);
        }
    }

    /** Every call once, with its effect and without; only some of them when there are few seeds. */
    @ParameterizedTest(name = "{0} into {1}")
    @MethodSource("kindsAndStores")
    void noCallIsAWrongMomentToDie(Kind kind, StoreCapabilities store) {
        byte[] guest = Guests.random(new SplittableRandom(77), 1 << 20, 0.7);
        Reference reference = reference(kind, store, guest);
        for (int call = 1; call <= reference.calls(); call += SEEDS < 50 ? 13 : 1) {
            for (boolean counts : new boolean[] {false, true}) {
                try (Lives lives = lives(1, Faults.NONE, kind, store, guest)) {
                    lives.submit();
                    assertThat(lives.live(new Life(call, counts), Lives.CancelAt.NEVER))
                            .isEmpty();
                    ItemOutcome outcome = lives.live();
                    lives.settle();
                    assertThat(outcome).as("call %d", call).isInstanceOf(ItemOutcome.Succeeded.class);
                    assertThat(lives.target()).as("call %d", call).contains(reference.target());
                    assertOver(call, lives);
                }
            }
        }
    }

    @Test
    void whatWasMadeOfAnotherVersionOfTheSourceIsNotGoneOnWith() {
        begun(lives -> {
            lives.changeSource(Guests.random(new SplittableRandom(5), 2 << 20, 0.5));
            assertThat(lives.live())
                    .isInstanceOfSatisfying(
                            ItemOutcome.Failed.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.SOURCE_CHANGED));
            assertThat(lives.target()).isEmpty();
        });
    }

    @Test
    void aTargetWhoseUploadIsGoneIsBegunAnew() {
        begun(lives -> {
            int before = generation(lives);
            lives.abortUploads();
            assertThat(lives.live()).isInstanceOf(ItemOutcome.Succeeded.class);
            assertThat(lives.target()).isPresent();
            assertThat(before).isNotNegative();
        });
    }

    /** Hands over an item of which about half is converted, and looks at what is left in the end. */
    private static void begun(Consumer<Lives> rest) {
        byte[] guest = Guests.random(new SplittableRandom(4), 4 << 20, 0.8);
        Kind kind = KINDS.getFirst();
        Reference reference = reference(kind, Simulation.GAPS, guest);
        try (Lives lives = lives(4, Faults.NONE, kind, Simulation.GAPS, guest)) {
            lives.submit();
            assertThat(lives.live(new Life(reference.calls() / 2, true), Lives.CancelAt.NEVER))
                    .isEmpty();
            assertThat(lives.recorded().items().get("b00-SIM-0"))
                    .satisfies(item -> assertThat(item.accepted()).isNotEmpty());
            rest.accept(lives);
            lives.settle();
            assertOver(4, lives);
        }
    }

    private static int generation(Lives lives) {
        return lives.recorded()
                .items()
                .getOrDefault("b00-SIM-0", ItemHistory.NONE)
                .begun()
                .map(StateRecord.ItemBegun::generation)
                .orElse(-1);
    }

    @ParameterizedTest(name = "{0} into {1}")
    @MethodSource("kindsAndStores")
    void soItIsWhenWorkersDieAndStoresFailToo(Kind kind, StoreCapabilities store) {
        for (int seed = 1000; seed < 1000 + SEEDS; seed++) {
            deaths(seed, Faults.SOME, kind, store);
        }
    }

    @ParameterizedTest(name = "{0} into {1}")
    @MethodSource("kindsAndStores")
    void aCancelledItemEndsAndLeavesNothing(Kind kind, StoreCapabilities store) {
        for (int seed = 2000; seed < 2000 + SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] guest = Guests.random(random, 2 << 20, 0.5);
            Reference reference = reference(kind, store, guest);
            try (Lives lives = lives(seed, Faults.NONE, kind, store, guest)) {
                lives.submit();
                Lives.CancelAt cancel = new Lives.CancelAt(random.nextInt(12));
                Optional<ItemOutcome> outcome = Optional.empty();
                for (int i = random.nextInt(1, 5); i > 0 && outcome.isEmpty(); i--) {
                    outcome = lives.dieWithin(reference.calls(), cancel);
                }
                ItemOutcome ended = outcome.orElseGet(lives::live);
                lives.settle();
                if (ended instanceof ItemOutcome.Failed failed) {
                    assertThat(failed.code()).as("seed %d: %s", seed, ended).isEqualTo(ErrorCode.CANCELLED);
                    lives.target().ifPresent(target -> assertThat(target).isEqualTo(reference.target()));
                } else {
                    assertThat(lives.target()).as("seed %d: %s", seed, ended).contains(reference.target());
                }
                assertOver(seed, lives);
            }
        }
    }

    /** Its partition is claimed by another one meanwhile, which brings the item to its end. */
    @ParameterizedTest(name = "{0} into {1}")
    @MethodSource("kindsAndStores")
    void whoeverStoodStillForTooLongDoesNoHarm(Kind kind, StoreCapabilities store) {
        for (int seed = 3000; seed < 3000 + SEEDS; seed++) {
            standsStill(seed, Faults.NONE, kind, store);
            standsStill(seed, Faults.SOME, kind, store);
        }
    }

    private static void standsStill(int seed, Faults faults, Kind kind, StoreCapabilities store) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] guest = Guests.random(random, random.nextInt(1, 4) << 20, 0.5);
        Reference reference = reference(kind, store, guest);
        try (Lives lives = lives(seed, faults, kind, store, guest)) {
            lives.submit();
            List<ItemOutcome> successors = new ArrayList<>();
            Life paused = Life.standingStill(
                    random.nextInt(1, reference.calls()), random.nextBoolean(), () -> successors.add(lives.live()));
            ItemOutcome outcome;
            try {
                outcome = lives.live(paused, Lives.CancelAt.NEVER).orElseThrow();
            } catch (FencedException e) {
                outcome = successors.getFirst();
            }
            lives.settle();
            assertThat(outcome).as("seed %d", seed).isInstanceOf(ItemOutcome.Succeeded.class);
            assertThat(successors)
                    .as("seed %d", seed)
                    .allSatisfy(ended -> assertThat(ended).isInstanceOf(ItemOutcome.Succeeded.class));
            assertThat(lives.target()).as("seed %d", seed).contains(reference.target());
            assertOver(seed, lives);
        }
    }

    private static void deaths(int seed, Faults faults, Kind kind, StoreCapabilities store) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] guest = Guests.random(random, random.nextInt(1, 5) << 20, 0.5);
        Reference reference = reference(kind, store, guest);
        try (Lives lives = lives(seed, faults, kind, store, guest)) {
            lives.submit();
            int generation = -1;
            for (int i = random.nextInt(1, 7); i > 0; i--) {
                if (lives.dieWithin(reference.calls(), Lives.CancelAt.NEVER).isPresent()) {
                    break;
                }
                int now = generation(lives);
                assertThat(generation == -1 || now == -1 || now == generation)
                        .as("seed %d started over", seed)
                        .isTrue();
                generation = Math.max(generation, now);
            }
            ItemOutcome outcome = lives.live();
            lives.settle();
            assertThat(outcome).as("seed %d", seed).isInstanceOf(ItemOutcome.Succeeded.class);
            assertThat(lives.target()).as("seed %d", seed).contains(reference.target());
            assertOver(seed, lives);
        }
    }

    private static void assertOver(int seed, Lives lives) {
        assertThat(lives.leftovers()).as("seed %d", seed).isEmpty();
        RecoveredBatch recorded = lives.recorded();
        assertThat(recorded.over()).as("seed %d: %s", seed, recorded).isTrue();
        assertThat(recorded.items().values())
                .as("seed %d", seed)
                .allSatisfy(item -> assertThat(item.accepted()).isEmpty());
    }

    /** What comes of it when nobody dies. */
    private record Reference(WrittenTarget target, int calls) {}

    private static Reference reference(Kind kind, StoreCapabilities store, byte[] guest) {
        try (Lives lives = lives(1, Faults.NONE, kind, store, guest)) {
            lives.submit();
            assertThat(lives.live()).isInstanceOf(ItemOutcome.Succeeded.class);
            return new Reference(lives.target().orElseThrow(), lives.calls());
        }
    }

    private static Lives lives(long seed, Faults faults, Kind kind, StoreCapabilities store, byte[] guest) {
        return new Lives(seed, faults, store, guest, kind.format(), kind.options(), VerifyLevel.DIGEST);
    }
}
