package io.vmloom.format.vhdx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.RequestException;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.Mapping;
import io.vmloom.format.Detector;
import io.vmloom.format.OpenOptions;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.Peers;
import io.vmloom.testing.Seeded;
import io.vmloom.testing.SparseGuest;
import io.vmloom.testing.TestSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VhdxReaderTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"0, Unallocated", "1, Unallocated", "2, Zero", "3, Unallocated", "5, Unallocated"})
    void blocksWithoutDataReadAsZeros(int state, String mapping) {
        VhdxFixture fixture = new VhdxFixture().u64(VhdxFixture.TABLE + 8, 4L << 20 | state);
        DiskImage image = new VhdxReader().open(fixture.source(), OpenOptions.DEFAULT);

        assertThat(Materializer.extents(image, 0))
                .anySatisfy(extent ->
                        assertThat(extent.mapping().getClass().getSimpleName()).isEqualTo(mapping));
        assertThat(Materializer.bytes(image))
                .hasSize((int) VhdxFixture.DISK_BYTES)
                .containsOnly(0);
    }

    @Test
    void aCursorMayBeginAnywhere() {
        DiskImage image = new VhdxReader().open(new VhdxFixture().source(), OpenOptions.DEFAULT);
        byte[] guest = VhdxFixture.disk().read(0, (int) VhdxFixture.DISK_BYTES);

        for (int from : new int[] {0, 1, 1 << 20, (1 << 20) + 12345, (2 << 20) + 100, guest.length}) {
            assertThat(Materializer.bytes(image, from)).isEqualTo(Arrays.copyOfRange(guest, from, guest.length));
        }
        assertThat(Materializer.extents(image, 0))
                .extracting(e -> e.mapping() instanceof Mapping.Data)
                .containsExactly(false, true, false);
    }

    @Test
    void largeSectorsChangeWhereSectorBitmapsStand() {
        Metadata small = new Metadata(1 << 20, false, 64L << 40, 512, 512);
        Metadata large = new Metadata(1 << 20, false, 64L << 40, 4096, 4096);

        assertThat(small.chunkRatio()).isEqualTo(4096);
        assertThat(small.entryOf(4096)).isEqualTo(4097);
        assertThat(large.chunkRatio()).isEqualTo(32768);
        assertThat(large.entryOf(4096)).isEqualTo(4096);
    }

    @Test
    void aSnapshotIsRefused() {
        assertThatThrownBy(() -> new VhdxReader().open(new VhdxFixture().source(), new OpenOptions("1")))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("holds no snapshots");
    }

    @Seeded(4)
    void whatQemuImgWritesIsReadAsItReadsItself(SplittableRandom random) throws IOException {
        Peers.need("qemu-img");
        long size = random.nextLong(40000) * 512 + 512;
        SparseGuest guest = new SparseGuest(size, 64 << 10).fill(random, 6, 30).fillLastByte();
        Path raw = guest.writeRaw(folder.resolve("guest.raw"), size);
        for (String options : new String[] {
            "subformat=dynamic", "subformat=dynamic,block_size=1M", "subformat=fixed,block_size=2M", "log_size=3M"
        }) {
            Path file = folder.resolve("qemu.vhdx");
            Path read = folder.resolve("read.raw");
            Peers.run("qemu-img", "convert", "-f", "raw", "-O", "vhdx", "-o", options, raw, file);
            try (TestSource source = TestSource.of(file);
                    var out = Files.newOutputStream(read)) {
                Materializer.write(Detector.open(source, "auto", OpenOptions.DEFAULT), 0, out);
            }
            assertThat(Files.mismatch(read, raw)).as(options).isEqualTo(-1);
        }
    }
}
