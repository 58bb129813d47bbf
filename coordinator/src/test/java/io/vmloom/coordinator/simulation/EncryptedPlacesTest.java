package io.vmloom.coordinator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.format.Formats;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetRequest;
import io.vmloom.testing.SparseGuest;
import io.vmloom.testing.StitchedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clusters that are encrypted by their places, in disks whose ranges differ much in what they hold. */
class EncryptedPlacesTest {
    private static final long GIB = 1L << 30;
    private static final Map<String, String> LUKS = Map.of("encrypt.format", "luks", "encrypt.iterations", "1000");

    @TempDir
    private Path folder;

    private byte[] source = {};

    /** Ranges end after 64 GiB of the guest: some are empty, some far too short for a part, some full. */
    @BeforeEach
    void aDiskThatIsMostlyEmpty() throws IOException {
        SparseGuest guest = new SparseGuest(500 * GIB, 4096);
        guest.put(70 * GIB / 4096, ones());
        for (long unit = 0; unit < 200; unit++) {
            guest.put(140 * GIB / 4096 + unit, ones());
        }
        guest.put(400 * GIB / 4096 + 5, ones());
        TargetRequest request = new TargetRequest("disk", guest.sizeBytes(), Map.of(), "seed");
        TargetDesign design = Formats.writable("qcow2").target().orElseThrow().design(request);
        Path file = folder.resolve("disk.qcow2");
        new StitchedImage(design, guest)
                .encode(new SplittableRandom(1), 1 << 24)
                .writeTo(file);
        source = Files.readAllBytes(file);
    }

    static List<StoreCapabilities> stores() {
        return List.of(Simulation.GAPS, Simulation.DENSE, Simulation.FEW);
    }

    @ParameterizedTest
    @MethodSource("stores")
    void theTargetIsRightWhateverItsFragmentsWeigh(StoreCapabilities store) {
        WrittenTarget expected = converted(1, Faults.NONE, store);

        assertThat(converted(2, Faults.SOME, store)).isEqualTo(expected);
    }

    @Test
    void theBytesAreTheSameInEveryStore() {
        assertThat(stores().stream().map(store -> converted(1, Faults.NONE, store)))
                .allMatch(converted(1, Faults.NONE, Simulation.GAPS)::equals);
    }

    private WrittenTarget converted(long seed, Faults faults, StoreCapabilities store) {
        try (Simulation simulation = new Simulation(seed, faults, store, Simulation.patient())) {
            ItemOutcome outcome = simulation.convert(source, "qcow2", LUKS, VerifyLevel.FULL);
            assertThat(outcome).isInstanceOf(ItemOutcome.Succeeded.class);
            assertThat(simulation.leftovers()).isEmpty();
            return simulation.target().orElseThrow();
        }
    }

    private static byte[] ones() {
        byte[] bytes = new byte[4096];
        Arrays.fill(bytes, (byte) 1);
        return bytes;
    }
}
