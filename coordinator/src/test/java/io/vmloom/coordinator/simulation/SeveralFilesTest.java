package io.vmloom.coordinator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemStage;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.coordinator.job.ProgressListener;
import io.vmloom.coordinator.job.Trust;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.error.ErrorCode;
import io.vmloom.format.Formats;
import io.vmloom.store.Companions;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.table.TargetRequest;
import io.vmloom.testing.LocalImage;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.SparseGuest;
import io.vmloom.testing.StitchedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A disk of several GiB, whose pieces are objects of their own. */
class SeveralFilesTest {
    private static final int SEEDS = Integer.getInteger("vmloom.simulation.seeds", 6);
    private static final int CLUSTER = 64 << 10;
    private static final Map<String, String> PIECES = Map.of("subformat", "twoGbMaxExtentSparse");

    @TempDir
    Path folder;

    static Stream<StoreCapabilities> stores() {
        return Stream.of(Simulation.GAPS, Simulation.DENSE, Simulation.FEW);
    }

    @ParameterizedTest
    @MethodSource("stores")
    void everyPieceHasTheSameBytesWithFaultsAsWithout(StoreCapabilities store) throws IOException {
        SparseGuest guest = guest();
        byte[] source = image(guest);

        WrittenTarget expected = converted(1, Faults.NONE, store, source, VerifyLevel.FULL);

        assertThat(expected.extents()).containsOnlyKeys("disk-s001", "disk-s002", "disk-s003");
        assertThat(Materializer.md5(expected.open(expected.mainBytes(), "vmdk")))
                .isEqualTo(md5(guest));
        for (int seed = 10; seed < 10 + SEEDS; seed++) {
            assertThat(converted(seed, Faults.SOME.calmSource(), store, source, VerifyLevel.DIGEST))
                    .as("seed %d", seed)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("stores")
    void coordinatorsThatDieLeaveNoDiskWithoutAllOfItsPieces(StoreCapabilities store) throws IOException {
        byte[] source = image(guest());
        WrittenTarget expected = converted(1, Faults.NONE, store, source, VerifyLevel.DIGEST);
        for (int seed = 0; seed < SEEDS; seed++) {
            try (Lives lives =
                    new Lives(seed, Faults.SOME.calmSource(), store, source, "vmdk", PIECES, VerifyLevel.DIGEST)) {
                lives.submit();
                for (int life = 0; life < 6; life++) {
                    lives.dieWithin(400, Lives.CancelAt.NEVER);
                    lives.target()
                            .ifPresent(found -> assertThat(found.extents()).isEqualTo(expected.extents()));
                }
                assertThat(lives.live()).as("seed %d", seed).isInstanceOf(ItemOutcome.Succeeded.class);
                lives.settle();
                assertThat(lives.target().map(WrittenTarget::extents)).contains(expected.extents());
                assertThat(lives.leftovers()).as("seed %d", seed).isEmpty();
            }
        }
    }

    /** At every call, or at some when there are few seeds. */
    @ParameterizedTest
    @MethodSource("stores")
    void anOldTargetIsWholeOrGoneUntilTheNewOneIsWhole(StoreCapabilities store) {
        byte[] source = Guests.random(new SplittableRandom(3), 1 << 20, 0.7);
        WrittenTarget expected;
        int calls;
        try (Lives lives = replacing(store, source)) {
            lives.makeOldTarget();
            lives.submit();
            assertThat(lives.live()).isInstanceOf(ItemOutcome.Succeeded.class);
            expected = lives.target().orElseThrow();
            calls = lives.calls();
        }
        for (int call = 1; call <= calls; call += SEEDS < 50 ? 5 : 1) {
            for (boolean counts : new boolean[] {false, true}) {
                try (Lives lives = replacing(store, source)) {
                    WrittenTarget old = lives.makeOldTarget();
                    lives.submit();

                    lives.live(new Life(call, counts), Lives.CancelAt.NEVER);

                    lives.target().ifPresent(found -> assertThat(found).isIn(old, expected));
                    assertThat(lives.live()).as("call %d", call).isInstanceOf(ItemOutcome.Succeeded.class);
                    assertThat(lives.target()).as("call %d", call).contains(expected);
                }
            }
        }
    }

    @Test
    void filesThatWereMadeInVainAreTakenBack() throws IOException {
        Path target = folder.resolve("web.vmdk");
        ProgressListener somebodyIsFaster = (item, stage, done, total) -> {
            if (stage == ItemStage.VERIFYING && Files.notExists(target)) {
                write(target, "another's");
            }
        };
        try (Simulation simulation = new Simulation(1, Faults.NONE, Simulation.GAPS, Simulation.patient())) {
            byte[] guest = Guests.random(new SplittableRandom(3), 1 << 20, 0.7);

            ItemOutcome outcome = simulation.convertToFile(
                    guest, target, "vmdk", Map.of("subformat", "monolithicFlat"), somebodyIsFaster);

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            ItemOutcome.Failed.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.TARGET_EXISTS));
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(target);
        }
        assertThat(target).hasContent("another's");
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Lives replacing(StoreCapabilities store, byte[] source) {
        Map<String, String> flat = Map.of("subformat", "monolithicFlat");
        return new Lives(
                1,
                Faults.NONE,
                store,
                source,
                Trust.DEFAULT,
                "vmdk",
                flat,
                VerifyLevel.DIGEST,
                OverwritePolicy.REPLACE);
    }

    private SparseGuest guest() {
        SparseGuest guest = new SparseGuest((5L << 30) + 512, CLUSTER).fill(new SplittableRandom(8), 30, 12);
        long[] seams = {(2L << 30) / CLUSTER, (4L << 30) / CLUSTER};
        for (long seam : seams) {
            byte[] before = new byte[CLUSTER];
            byte[] behind = new byte[CLUSTER];
            new SplittableRandom(seam).nextBytes(before);
            new SplittableRandom(-seam).nextBytes(behind);
            guest.put(seam - 1, before).put(seam, behind);
        }
        return guest.fillLastByte();
    }

    private byte[] image(SparseGuest guest) throws IOException {
        Path file = folder.resolve("source.qcow2");
        TargetRequest request = new TargetRequest("source.qcow2", guest.sizeBytes(), Map.of(), "seed");
        new StitchedImage(Formats.writable("qcow2").target().orElseThrow().design(request), guest)
                .encode(new SplittableRandom(1), 1 << 14)
                .writeTo(file);
        return Files.readAllBytes(file);
    }

    private String md5(SparseGuest guest) throws IOException {
        try (LocalImage raw = LocalImage.open(guest.writeRaw(folder.resolve("guest.raw")), "", Companions.NONE)) {
            return Materializer.md5(raw.image());
        }
    }

    private static WrittenTarget converted(
            long seed, Faults faults, StoreCapabilities store, byte[] source, VerifyLevel verify) {
        try (Simulation simulation = new Simulation(seed, faults, store, Simulation.patient())) {
            ItemOutcome outcome = simulation.convert(source, "vmdk", PIECES, verify);
            assertThat(outcome).as("seed %d", seed).isInstanceOf(ItemOutcome.Succeeded.class);
            assertThat(simulation.leftovers()).as("seed %d", seed).isEmpty();
            return simulation.target().orElseThrow();
        }
    }
}
