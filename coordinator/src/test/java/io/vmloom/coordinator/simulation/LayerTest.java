package io.vmloom.coordinator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.coordinator.dispatch.DispatchPolicy;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.coordinator.job.Trust;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.coordinator.terms.RetryTerms;
import io.vmloom.error.ErrorCode;
import io.vmloom.format.ImagePolicy;
import io.vmloom.store.Companion;
import io.vmloom.store.Companions;
import io.vmloom.store.Location;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An overlay becomes an overlay over the same disk in another file, whatever goes wrong. */
class LayerTest {
    private static final int DISK_BYTES = 3 << 20;
    private static final Location.InBucket OWN_BASE = new Location.InBucket("sources", "base.raw");
    private static final Location.InBucket NEW_BASE = new Location.InBucket("targets", "bases/new.raw");
    private static final Trust WITH_BASE =
            Trust.with(new Companions(List.of(Companion.of(OWN_BASE)), Companions.Others.REFUSED), ImagePolicy.DEFAULT);
    private static final Map<String, String> OVER_NEW_BASE =
            Map.of("backing_file", "../bases/new.raw", "backing_fmt", "raw", "compress", "on");

    @TempDir
    private Path folder;

    private final byte[] base = Guests.random(new SplittableRandom(1), DISK_BYTES, 0.6);
    private byte[] overlay = new byte[0];

    static Stream<StoreCapabilities> stores() {
        return Stream.of(Simulation.GAPS, Simulation.DENSE, Simulation.FEW);
    }

    @BeforeEach
    void makeOverlay() throws IOException {
        Files.write(folder.resolve("base.raw"), base);
        Path image = folder.resolve("overlay.qcow2");
        Peers.run(
                "qemu-img",
                "create",
                "-q",
                "-f",
                "qcow2",
                "-o",
                "cluster_size=16k",
                "-b",
                "base.raw",
                "-F",
                "raw",
                image);
        Path noise = Files.write(folder.resolve("noise"), Guests.random(new SplittableRandom(2), 700_416, 0.9));
        for (String write : List.of(
                "write -s " + noise + " 123k 684k",
                "write -z 1M 300k",
                "write -P 7 1500k 5k",
                "write -P 0 2M 64k",
                "write -s " + noise + " 2300k 684k")) {
            Peers.run("qemu-io", "-f", "qcow2", "-c", write, image);
        }
        overlay = Files.readAllBytes(image);
    }

    @ParameterizedTest
    @MethodSource("stores")
    void theTargetIsTheSameWithFaultsAsWithoutAndIsTheSourcesDisk(StoreCapabilities store) throws IOException {
        WrittenTarget expected = converted(1, Faults.NONE, store);

        for (int seed = 0; seed < 10; seed++) {
            assertThat(converted(seed, Faults.SOME, store)).as("seed %d", seed).isEqualTo(expected);
        }

        Path target =
                Files.write(Files.createDirectories(folder.resolve("out")).resolve("disk.qcow2"), expected.mainBytes());
        Files.write(Files.createDirectories(folder.resolve("bases")).resolve("new.raw"), base);
        Peers.run("qemu-img", "check", "-q", "-f", "qcow2", target);
        Peers.run("qemu-img", "compare", "-f", "qcow2", "-F", "qcow2", folder.resolve("overlay.qcow2"), target);
    }

    @Test
    void underManyFaultsNothingIsLeft() {
        DispatchPolicy impatient =
                new DispatchPolicy(6, Duration.ofSeconds(2), RetryTerms.ofRanges(3, Duration.ofMillis(10)));
        for (int seed = 0; seed < 30; seed++) {
            try (Simulation simulation = simulation(seed, Faults.MANY, Simulation.GAPS, impatient, base)) {
                ItemOutcome outcome =
                        simulation.convert(overlay, WITH_BASE, "qcow2", OVER_NEW_BASE, VerifyLevel.DIGEST);

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
    void coordinatorsThatDieAnywhereLeaveTheSameTarget() {
        WrittenTarget expected = converted(1, Faults.NONE, Simulation.GAPS);
        int calls;
        try (Lives lives = lives(1)) {
            lives.submit();
            assertThat(lives.live()).isInstanceOf(ItemOutcome.Succeeded.class);
            calls = lives.calls();
        }
        for (int call = 1; call <= calls; call += 11) {
            try (Lives lives = lives(call)) {
                lives.submit();
                assertThat(lives.live(new Life(call, call % 2 == 0), Lives.CancelAt.NEVER))
                        .isEmpty();

                assertThat(lives.live()).as("call %d", call).isInstanceOf(ItemOutcome.Succeeded.class);

                lives.settle();
                assertThat(lives.target()).as("call %d", call).contains(expected);
                assertThat(lives.leftovers()).as("call %d", call).isEmpty();
            }
        }
    }

    @Test
    void anotherDiskThanTheOneBelowTheSourceIsRefusedBeforeAnythingIsWritten() {
        byte[] other = base.clone();
        other[DISK_BYTES - 1]++;
        try (Simulation simulation = simulation(1, Faults.NONE, Simulation.GAPS, Simulation.patient(), other)) {
            ItemOutcome outcome = simulation.convert(overlay, WITH_BASE, "qcow2", OVER_NEW_BASE, VerifyLevel.DIGEST);

            assertThat(outcome).isInstanceOfSatisfying(ItemOutcome.Failed.class, failed -> {
                assertThat(failed.code()).isEqualTo(ErrorCode.LAYER_MISMATCH);
                assertThat(failed.message())
                        .startsWith(
                                "s3://targets/out/disk: the backing file s3://targets/bases/new.raw does not fit: its"
                                        + " disk is not the one below the source; ");
            });
            assertThat(simulation.target()).isEmpty();
            assertThat(simulation.leftovers()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../../new.raw", "..//etc/passwd"})
    void anObjectLiesOverNothingOutsideItsBucket(String name) {
        try (Simulation simulation = simulation(1, Faults.NONE, Simulation.GAPS, Simulation.patient(), base)) {
            ItemOutcome outcome = simulation.convert(
                    overlay, WITH_BASE, "qcow2", Map.of("backing_file", name, "backing_fmt", "raw"), VerifyLevel.NONE);

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            ItemOutcome.Failed.class,
                            failed -> assertThat(failed.message())
                                    .contains("must be one of the same bucket, named from the target's place on"));
        }
    }

    private WrittenTarget converted(long seed, Faults faults, StoreCapabilities store) {
        try (Simulation simulation = simulation(seed, faults, store, Simulation.patient(), base)) {
            ItemOutcome outcome = simulation.convert(overlay, WITH_BASE, "qcow2", OVER_NEW_BASE, VerifyLevel.FULL);
            assertThat(outcome).isInstanceOf(ItemOutcome.Succeeded.class);
            assertThat(((ItemOutcome.Succeeded) outcome).virtualBytes()).isEqualTo(DISK_BYTES);
            assertThat(simulation.leftovers()).isEmpty();
            return simulation.target().orElseThrow();
        }
    }

    private Simulation simulation(
            long seed, Faults faults, StoreCapabilities store, DispatchPolicy policy, byte[] newBase) {
        Simulation simulation = new Simulation(seed, faults, store, policy);
        simulation.put(OWN_BASE, base);
        simulation.put(NEW_BASE, newBase);
        return simulation;
    }

    private Lives lives(long seed) {
        Lives lives = new Lives(
                seed,
                Faults.NONE,
                Simulation.GAPS,
                overlay,
                WITH_BASE,
                "qcow2",
                OVER_NEW_BASE,
                VerifyLevel.DIGEST,
                OverwritePolicy.KEEP);
        lives.put(OWN_BASE, base);
        lives.put(NEW_BASE, base);
        return lives;
    }
}
