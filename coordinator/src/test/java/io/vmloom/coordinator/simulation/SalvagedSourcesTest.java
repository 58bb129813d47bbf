package io.vmloom.coordinator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.coordinator.dispatch.DispatchPolicy;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.Trust;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.coordinator.terms.RetryTerms;
import io.vmloom.error.ErrorCode;
import io.vmloom.extent.Loss;
import io.vmloom.extent.Losses;
import io.vmloom.extent.OnDamage;
import io.vmloom.testing.Materializer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a damaged source still holds is converted, and what was lost is told, whatever goes wrong meanwhile. */
class SalvagedSourcesTest {
    private static final Trust SALVAGING = Trust.DEFAULT.withDamage(OnDamage.ZEROS);
    private static final Map<String, String> COMPRESSED = Map.of("subformat", "streamOptimized");
    private static final byte[] GUEST = Guests.random(new SplittableRandom(5), 5 << 20, 0.7);
    private static final byte[] SOUND = sound();
    private static final byte[] DAMAGED = damaged();

    private record Salvaged(WrittenTarget target, Losses losses) {}

    @Test
    void theGuestIsWhatItWasButForZerosWhereItIsToldToBeLost() {
        Salvaged salvaged = salvaged(1, Faults.NONE);

        byte[] expected = GUEST.clone();
        for (Loss loss : salvaged.losses().first()) {
            Arrays.fill(
                    expected,
                    (int) loss.start().bytes(),
                    (int) Math.min(loss.end().bytes(), expected.length),
                    (byte) 0);
        }
        byte[] actual =
                Materializer.bytes(salvaged.target().open(salvaged.target().mainBytes(), "qcow2"));
        assertThat(Arrays.mismatch(actual, expected)).isEqualTo(-1);
        assertThat(salvaged.losses().ranges()).isBetween(3L, (long) Losses.MAX_KEPT);
    }

    @Test
    void withFaultsTheBytesAndTheLossesAreTheSameAsWithout() {
        Salvaged expected = salvaged(1, Faults.NONE);
        for (int seed = 0; seed < 20; seed++) {
            Salvaged actual = salvaged(seed, Faults.SOME);
            assertThat(actual.target()).as("seed %d", seed).isEqualTo(expected.target());
            assertThat(actual.losses()).as("seed %d", seed).isEqualTo(expected.losses());
        }
    }

    /** There each fragment has its place before it is known what is lost. */
    @Test
    void whatIsLostKeepsItsPlaceInAnEncryptedTarget() {
        Map<String, String> luks = Map.of("encrypt.format", "luks", "encrypt.iterations", "1000");
        try (Simulation simulation = new Simulation(1, Faults.NONE, Simulation.GAPS, Simulation.patient())) {
            assertThat(simulation.convert(DAMAGED, SALVAGING, "qcow2", luks, VerifyLevel.FULL))
                    .isInstanceOf(ItemOutcome.Succeeded.class);
        }
    }

    /** A store that does not answer says nothing of the image. */
    @Test
    void whatTheStoreDoesNotGiveIsNeverReadAsZeros() {
        DispatchPolicy impatient =
                new DispatchPolicy(6, Duration.ofSeconds(2), RetryTerms.ofRanges(3, Duration.ofMillis(10)));
        for (int seed = 0; seed < 30; seed++) {
            try (Simulation simulation = new Simulation(seed, Faults.MANY, Simulation.GAPS, impatient)) {
                ItemOutcome outcome = simulation.convert(SOUND, SALVAGING, "qcow2", Map.of(), VerifyLevel.DIGEST);

                if (outcome instanceof ItemOutcome.Succeeded done) {
                    assertThat(done.losses()).as("seed %d", seed).isEqualTo(Losses.NONE);
                } else {
                    assertThat(Simulation.transientFailure(outcome))
                            .as("seed %d: %s", seed, outcome)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void unaskedItIsRefused() {
        try (Simulation simulation = new Simulation(1, Faults.NONE, Simulation.GAPS, Simulation.patient())) {
            assertThat(simulation.convert(DAMAGED, "qcow2", Map.of(), VerifyLevel.DIGEST))
                    .isInstanceOfSatisfying(
                            ItemOutcome.Failed.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.IMAGE_INVALID));
        }
    }

    @Test
    void aTargetThatWasSalvagedIsOfAnotherRecipe() {
        try (Simulation simulation = new Simulation(1, Faults.NONE, Simulation.GAPS, Simulation.patient())) {
            simulation.convert(SOUND, "qcow2", Map.of(), VerifyLevel.DIGEST);

            assertThat(simulation.convert(SOUND, "qcow2", Map.of(), VerifyLevel.DIGEST))
                    .isInstanceOfSatisfying(
                            ItemOutcome.Skipped.class,
                            same -> assertThat(same.digest()).isEmpty());
            assertThat(simulation.convert(SOUND, SALVAGING, "qcow2", Map.of(), VerifyLevel.DIGEST))
                    .isInstanceOfSatisfying(
                            ItemOutcome.Skipped.class,
                            same -> assertThat(same.digest()).isPresent());
        }
    }

    private static Salvaged salvaged(long seed, Faults faults) {
        try (Simulation simulation = new Simulation(seed, faults, Simulation.GAPS, Simulation.patient())) {
            ItemOutcome outcome = simulation.convert(DAMAGED, SALVAGING, "qcow2", Map.of(), VerifyLevel.FULL);
            assertThat(outcome).as("seed %d", seed).isInstanceOf(ItemOutcome.Succeeded.class);
            assertThat(simulation.leftovers()).as("seed %d", seed).isEmpty();
            return new Salvaged(simulation.target().orElseThrow(), ((ItemOutcome.Succeeded) outcome).losses());
        }
    }

    private static byte[] sound() {
        try (Simulation simulation = new Simulation(1, Faults.NONE, Simulation.GAPS, Simulation.patient())) {
            simulation.convert(GUEST, "vmdk", COMPRESSED, VerifyLevel.NONE);
            return simulation.target().orElseThrow().mainBytes();
        }
    }

    /** Damage in grains, which have checksums. */
    private static byte[] damaged() {
        byte[] damaged = SOUND.clone();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 12; i++) {
            damaged[random.nextInt(SOUND.length / 4, SOUND.length * 3 / 4)] ^= (byte) 0x40;
        }
        return damaged;
    }
}
