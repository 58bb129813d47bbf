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
import io.vmloom.store.StoreCapabilities;
import io.vmloom.testing.TestSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Coordinators die while they put packages together of disks that are staged. */
class PackageDeathTest extends MadeTargetDeathContract {
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

    @Override
    Lives lives(long seed, Faults faults) {
        return Lives.ofPackage(seed, faults, store(), CONFIG, DISKS, VerifyLevel.FULL);
    }

    StoreCapabilities store() {
        return Simulation.GAPS;
    }

    @Override
    int fates() {
        return 100;
    }

    @Test
    void theArchiveIsWhole() {
        try (Lives lives = lives(1, Faults.NONE)) {
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

    @Test
    void anEqualPackageIsSkippedWithoutItsRecipeToo() {
        byte[] bytes = reference().target().mainBytes();
        try (Lives lives = lives(1, Faults.NONE)) {
            lives.putTarget(bytes);
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
        byte[] bytes = reference().target().mainBytes();
        bytes[bytes.length / 2]++;
        try (Lives lives = lives(1, Faults.NONE)) {
            lives.putTarget(bytes);
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
        try (Lives lives = lives(1, Faults.NONE)) {
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
}
