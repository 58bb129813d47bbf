package io.vmloom.worker.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.extent.Extent;
import io.vmloom.extent.Mapping;
import io.vmloom.testing.RandomDisk;
import io.vmloom.testing.Seeded;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WindowsTest {
    @Seeded(200)
    void windowsChangeNoByteAndStayBounded(SplittableRandom random) {
        RandomDisk disk = new RandomDisk(random, random.nextInt(1, 200), 1 << random.nextInt(10, 27));

        int windowBytes = random.nextInt(1 << 19, 1 << 23);

        List<Extent> extents = new ArrayList<>();
        for (Window window : windows(disk.extents(), windowBytes)) {
            assertThat(window.extents()).isNotEmpty();
            assertThat(window.extents().stream()
                            .filter(Extent::hasBytes)
                            .mapToLong(Extent::lengthBytes)
                            .sum())
                    .isLessThanOrEqualTo(windowBytes);
            extents.addAll(window.extents());
        }

        assertThat(RandomDisk.sameMapping(extents, disk.extents())).isTrue();
    }

    @Test
    void terabytesOfZerosAreOneWindowWithTheirNeighbours() {
        List<Extent> extents = List.of(
                new Extent(GuestOffset.ZERO, 512, new Mapping.Data(0, HostOffset.ZERO)),
                new Extent(new GuestOffset(512), 1L << 42, Mapping.Zero.INSTANCE),
                new Extent(new GuestOffset(512 + (1L << 42)), 512, new Mapping.Data(0, HostOffset.ZERO)));

        assertThat(windows(extents, 1 << 20)).hasSize(1);
    }

    private static List<Window> windows(List<Extent> extents, int windowBytes) {
        List<Window> windows = new ArrayList<>();
        new Windows(extents, windowBytes).forEachRemaining(windows::add);
        return windows;
    }
}
