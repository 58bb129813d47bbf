package io.vmloom.coordinator.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.appliance.Appliance;
import io.vmloom.appliance.CheckDepth;
import io.vmloom.appliance.PackageFinding;
import io.vmloom.appliance.PackageReader;
import io.vmloom.archive.TarArchive;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.error.ErrorCode;
import io.vmloom.store.Location;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.testing.TestSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Coordinators die while they put packages together of disks that are staged. */
class PackageDeathTest {
    private static final byte[] CONFIG = """
            config.version = "8"
            virtualHW.version = "13"
            displayName = "web"
            guestOS = "debian12-64"
            memsize = "2048"
            scsi0.present = "TRUE"
            scsi0:0.present = "TRUE"
            scsi0:0.fileName = "0.vmdk"
            scsi0:1.present = "TRUE"
            scsi0:1.fileName = "1.vmdk"
            """.getBytes(UTF_8);

    private static final List<byte[]> DISKS = List.of(disk(1, 900 << 10), disk(2, 3 << 20));

    static Stream<StoreCapabilities> storesOfAllKinds() {
        return Stream.of(Simulation.GAPS, Simulation.DENSE);
    }

    @Test
    void theArchiveIsWhole() {
        try (Lives lives = lives(1, Faults.NONE, Simulation.GAPS)) {
            lives.submit();

            assertThat(lives.live()).isInstanceOfSatisfying(ItemOutcome.Assembled.class, made -> {
                assertThat(made.disks()).isEqualTo(2);
                assertThat(made.sourceFormat()).isEqualTo("vmx");
                assertThat(made.targetBytes())
                        .isEqualTo(lives.target().orElseThrow().mainBytes().length);
            });

            TarArchive archive = TarArchive.read(
                    TestSource.of("disk.ova", lives.target().orElseThrow().mainBytes()));
            Appliance appliance = new PackageReader(CheckDepth.ALL_FILES).read(archive);
            assertThat(appliance.findings())
                    .extracting(PackageFinding::kind)
                    .containsOnly(PackageFinding.Kind.VERIFIED)
                    .hasSize(3);
            assertThat(appliance.disks())
                    .allSatisfy(disk -> assertThat(disk.virtualBytes()).isPresent());
            assertOver(lives);
        }
    }

    @ParameterizedTest
    @MethodSource("storesOfAllKinds")
    void noCallIsAWrongMomentToDie(StoreCapabilities store) {
        Reference reference = reference(store);
        for (int call = 1; call <= reference.calls(); call++) {
            for (boolean counts : new boolean[] {false, true}) {
                try (Lives lives = lives(1, Faults.NONE, store)) {
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
        Reference reference = reference(Simulation.GAPS);
        for (int seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            try (Lives lives = lives(seed, Faults.SOME, Simulation.GAPS)) {
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
        Reference reference = reference(Simulation.GAPS);
        for (int call = 1; call < reference.calls(); call++) {
            try (Lives lives = lives(1, Faults.NONE, Simulation.GAPS)) {
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

    @Test
    void anEqualPackageIsSkippedWithoutItsRecipeToo() {
        byte[] bytes = reference(Simulation.GAPS).target().mainBytes();
        try (Lives lives = lives(1, Faults.NONE, Simulation.GAPS)) {
            lives.put(new Location.InBucket("targets", "out/disk"), bytes);
            lives.submit();

            assertThat(lives.live())
                    .isInstanceOfSatisfying(
                            ItemOutcome.Skipped.class,
                            skipped -> assertThat(skipped.targetBytes()).isEqualTo(bytes.length));

            assertOver(lives);
        }
    }

    @Test
    void anotherPackageInItsPlaceStaysAsItIs() {
        byte[] bytes = reference(Simulation.GAPS).target().mainBytes();
        bytes[bytes.length / 2]++;
        try (Lives lives = lives(1, Faults.NONE, Simulation.GAPS)) {
            lives.put(new Location.InBucket("targets", "out/disk"), bytes);
            lives.submit();

            assertThat(lives.live())
                    .isInstanceOfSatisfying(
                            ItemOutcome.Failed.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.TARGET_EXISTS));

            assertThat(lives.target().orElseThrow().mainBytes()).isEqualTo(bytes);
            assertOver(lives);
        }
    }

    @Test
    void aDiskThatIsGoneIsMissed() {
        try (Lives lives = lives(1, Faults.NONE, Simulation.GAPS)) {
            lives.removeStaged();
            lives.submit();

            assertThat(lives.live())
                    .isInstanceOfSatisfying(
                            ItemOutcome.Failed.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.DISK_MISSING));

            assertThat(lives.target()).isEmpty();
            assertOver(lives);
        }
    }

    /** What comes of it when nobody dies. */
    private record Reference(WrittenTarget target, int calls) {}

    private static Reference reference(StoreCapabilities store) {
        try (Lives lives = lives(1, Faults.NONE, store)) {
            lives.submit();
            assertThat(lives.live()).isInstanceOf(ItemOutcome.Assembled.class);
            return new Reference(lives.target().orElseThrow(), lives.calls());
        }
    }

    private static Lives lives(long seed, Faults faults, StoreCapabilities store) {
        return Lives.ofPackage(seed, faults, store, CONFIG, DISKS, VerifyLevel.FULL);
    }

    private static byte[] disk(long seed, int virtualBytes) {
        try (Simulation simulation = new Simulation(seed, Faults.NONE, Simulation.GAPS, Simulation.patient())) {
            ItemOutcome outcome = simulation.convert(
                    Guests.random(new SplittableRandom(seed), virtualBytes, 0.6),
                    "vmdk",
                    Map.of("subformat", "streamOptimized"),
                    VerifyLevel.DIGEST);
            assertThat(outcome).isInstanceOf(ItemOutcome.Succeeded.class);
            return simulation.target().orElseThrow().mainBytes();
        }
    }

    private static void assertOver(Lives lives) {
        assertThat(lives.leftovers()).isEmpty();
        assertThat(lives.recorded().over()).isTrue();
    }
}
