package io.vmloom.coordinator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.codec.Wrapper;
import io.vmloom.coordinator.dispatch.DispatchPolicy;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.Trust;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.coordinator.terms.RetryTerms;
import io.vmloom.error.ErrorCode;
import io.vmloom.testing.Wrapped;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A source that is compressed as a whole gives what the plain one gives, whatever goes wrong. */
class UnpackingSourcesTest {
    private static final Trust UNPACKING = Trust.DEFAULT.unpackingUpTo(64 << 20);
    private static final byte[] GUEST = Guests.random(new SplittableRandom(5), 9 << 20, 0.5);

    @ParameterizedTest
    @EnumSource(Wrapper.class)
    void theTargetIsTheSameWithFaultsAsWithout(Wrapper wrapper) {
        byte[] source = Wrapped.of(wrapper, GUEST);

        WrittenTarget expected = converted(1, Faults.NONE, source);

        assertThat(converted(2, Faults.SOME, source)).isEqualTo(expected);
    }

    @Test
    void underManyFaultsNothingIsLeft() {
        DispatchPolicy impatient =
                new DispatchPolicy(6, Duration.ofSeconds(2), RetryTerms.ofRanges(3, Duration.ofMillis(10)));
        byte[] source = Wrapped.of(Wrapper.GZIP, GUEST);
        for (int seed = 0; seed < 30; seed++) {
            try (Simulation simulation = new Simulation(seed, Faults.MANY, Simulation.GAPS, impatient)) {
                ItemOutcome outcome = simulation.convert(source, UNPACKING, "qcow2", Map.of(), VerifyLevel.DIGEST);

                assertThat(outcome instanceof ItemOutcome.Succeeded || Simulation.transientFailure(outcome))
                        .as("seed %d: %s", seed, outcome)
                        .isTrue();
                assertThat(simulation.leftovers())
                        .as("seed %d: %s", seed, outcome)
                        .isEmpty();
            }
        }
    }

    @Test
    void aBombIsRefusedAndNothingIsLeft() {
        try (Simulation simulation = new Simulation(1, Faults.NONE, Simulation.GAPS, Simulation.patient())) {
            ItemOutcome outcome = simulation.convert(
                    Wrapped.of(Wrapper.ZSTD, new byte[65 << 20]), UNPACKING, "qcow2", Map.of(), VerifyLevel.DIGEST);

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            ItemOutcome.Failed.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.IMAGE_UNSAFE));
            assertThat(simulation.leftovers()).isEmpty();
        }
    }

    private static WrittenTarget converted(long seed, Faults faults, byte[] source) {
        try (Simulation simulation = new Simulation(seed, faults, Simulation.GAPS, Simulation.patient())) {
            ItemOutcome outcome = simulation.convert(source, UNPACKING, "qcow2", Map.of(), VerifyLevel.FULL);
            assertThat(outcome).isInstanceOf(ItemOutcome.Succeeded.class);
            assertThat(((ItemOutcome.Succeeded) outcome).sourceBytes()).isEqualTo(source.length);
            assertThat(simulation.leftovers()).isEmpty();
            return simulation.target().orElseThrow();
        }
    }
}
