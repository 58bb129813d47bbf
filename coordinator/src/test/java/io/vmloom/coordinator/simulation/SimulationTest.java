package io.vmloom.coordinator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.codec.Wrapper;
import io.vmloom.coordinator.dispatch.DispatchPolicy;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.coordinator.terms.RetryTerms;
import io.vmloom.extent.DiskImage;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.testing.Materializer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever goes wrong, a target is right or absent, and every item ends. */
class SimulationTest {
    private static final int SEEDS = Integer.getInteger("vmloom.simulation.seeds", 6);

    private record Kind(String format, Map<String, String> options) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("raw", Map.of()),
            new Kind("raw", Map.of("outer", "gzip", "compression_level", "1")),
            new Kind("raw", Map.of("outer", "zstd")),
            new Kind("qcow2", Map.of()),
            new Kind("qcow2", Map.of("compress", "on")),
            new Kind("vmdk", Map.of("subformat", "streamOptimized")),
            new Kind("vmdk", Map.of()),
            new Kind("vmdk", Map.of("subformat", "monolithicFlat")),
            new Kind("vmdk", Map.of("subformat", "twoGbMaxExtentSparse")),
            new Kind("vdi", Map.of()),
            new Kind("vdi", Map.of("static", "on")),
            new Kind("vpc", Map.of()),
            new Kind("vpc", Map.of("subformat", "fixed", "force_size", "off")),
            new Kind("vhdx", Map.of("block_size", "1M")),
            new Kind("vhdx", Map.of("block_size", "1M", "subformat", "fixed")),
            new Kind("qcow", Map.of()),
            new Kind("qcow", Map.of("compress", "on")),
            new Kind("qed", Map.of()),
            new Kind("parallels", Map.of()),
            new Kind("cow", Map.of()),
            new Kind("luks", Map.of("iterations", "1000")),
            new Kind("qcow2", Map.of("encrypt.format", "luks", "encrypt.iterations", "1000")));

    static Stream<Arguments> kindsAndStores() {
        return KINDS.stream()
                .flatMap(kind -> Stream.of(Simulation.GAPS, Simulation.DENSE, Simulation.FEW)
                        .map(store -> Arguments.of(kind, store)));
    }

    @ParameterizedTest(name = "{0} into {1}")
    @MethodSource("kindsAndStores")
    void withoutFaultsEveryTargetHoldsTheGuest(Kind kind, StoreCapabilities store) {
        for (int size : new int[] {512, 65536, 3 << 20, (9 << 20) + 512 * 7}) {
            byte[] guest = Guests.random(new SplittableRandom(size), size, 0.6);
            WrittenTarget target = converted(1, Faults.NONE, store, kind, guest);
            assertHolds(target, kind, guest);
        }
    }

    @ParameterizedTest(name = "{0} into {1}")
    @MethodSource("kindsAndStores")
    void withFaultsTheBytesAreTheSameAsWithout(Kind kind, StoreCapabilities store) {
        for (int seed = 0; seed < SEEDS; seed++) {
            byte[] guest = Guests.random(new SplittableRandom(seed), 5 << 20, 0.5);
            WrittenTarget expected = converted(1, Faults.NONE, store, kind, guest);
            assertThat(converted(seed, Faults.SOME, store, kind, guest))
                    .as("seed %d", seed)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "{0} into {1}")
    @MethodSource("kindsAndStores")
    void underManyFaultsAndLittlePatienceATargetIsRightOrAbsentAndNothingElseIsLeft(
            Kind kind, StoreCapabilities store) {
        DispatchPolicy impatient =
                new DispatchPolicy(6, Duration.ofSeconds(2), RetryTerms.ofRanges(3, Duration.ofMillis(10)));
        for (int seed = 100; seed < 100 + SEEDS; seed++) {
            byte[] guest = Guests.random(new SplittableRandom(seed), 3 << 20, 0.5);
            try (Simulation simulation = new Simulation(seed, Faults.MANY, store, impatient)) {
                ItemOutcome outcome = simulation.convert(guest, kind.format(), kind.options(), VerifyLevel.DIGEST);
                if (outcome instanceof ItemOutcome.Succeeded) {
                    assertHolds(simulation.target().orElseThrow(), kind, guest);
                } else {
                    assertThat(Simulation.transientFailure(outcome))
                            .as("seed %d: %s", seed, outcome)
                            .isTrue();
                    simulation.target().ifPresent(target -> assertHolds(target, kind, guest));
                }
                assertThat(simulation.leftovers())
                        .as("seed %d: %s", seed, outcome)
                        .isEmpty();
            }
        }
    }

    @Test
    void aFullVerificationReadsTheTargetAgain() {
        byte[] guest = Guests.random(new SplittableRandom(7), 2 << 20, 0.5);
        try (Simulation simulation = new Simulation(3, Faults.SOME, Simulation.GAPS, Simulation.patient())) {
            ItemOutcome outcome = simulation.convert(guest, "qcow2", Map.of(), VerifyLevel.FULL);
            assertThat(outcome).isInstanceOf(ItemOutcome.Succeeded.class);
            assertThat(((ItemOutcome.Succeeded) outcome).verified()).isEqualTo(VerifyLevel.FULL);
        }
    }

    private static WrittenTarget converted(long seed, Faults faults, StoreCapabilities store, Kind kind, byte[] guest) {
        try (Simulation simulation = new Simulation(seed, faults, store, Simulation.patient())) {
            ItemOutcome outcome = simulation.convert(guest, kind.format(), kind.options(), VerifyLevel.DIGEST);
            assertThat(outcome).as("seed %d", seed).isInstanceOf(ItemOutcome.Succeeded.class);
            assertThat(simulation.leftovers()).as("seed %d", seed).isEmpty();
            return simulation.target().orElseThrow();
        }
    }

    private static byte[] expanded(WrittenTarget target, Kind kind) {
        Optional<Wrapper> outer = Wrapper.ofFormat(kind.options().getOrDefault("outer", ""));
        if (outer.isEmpty()) {
            return target.mainBytes();
        }
        try (InputStream content = outer.get().expand(new ByteArrayInputStream(target.mainBytes()))) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertHolds(WrittenTarget target, Kind kind, byte[] guest) {
        DiskImage image = target.open(expanded(target, kind), kind.format());
        byte[] bytes = Materializer.bytes(image);
        assertThat(bytes.length).isGreaterThanOrEqualTo(guest.length);
        assertThat(Arrays.mismatch(Arrays.copyOf(bytes, guest.length), guest)).isEqualTo(-1);
    }
}
