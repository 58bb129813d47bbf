package io.vmloom.format.cloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.check.Finding;
import io.vmloom.error.RequestException;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.Detector;
import io.vmloom.format.OpenOptions;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.Peers;
import io.vmloom.testing.Seeded;
import io.vmloom.testing.TestSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloopReaderTest {
    @TempDir
    private Path folder;

    @Seeded(40)
    void blocksOfAnySizeAreRead(SplittableRandom random) {
        CloopFixture fixture = fixture(random);
        byte[] guest = fixture.guest();

        DiskImage image = open(fixture.build());

        assertThat(Arrays.mismatch(Materializer.bytes(image), guest)).isEqualTo(-1);
        int from = random.nextInt(guest.length + 1);
        assertThat(Arrays.mismatch(Materializer.bytes(image, from), Arrays.copyOfRange(guest, from, guest.length)))
                .isEqualTo(-1);
    }

    @Seeded(20)
    void qemuReadsTheSameGuestAndTheCheckIsClean(SplittableRandom random) throws IOException {
        Peers.need("qemu-img");
        byte[] bytes = fixture(random).build();
        Path file = Files.write(folder.resolve("disk.cloop"), bytes);
        Path raw = folder.resolve("disk.raw");

        Peers.run("qemu-img", "convert", "-f", "cloop", "-O", "raw", file, raw);

        assertThat(Arrays.mismatch(Materializer.bytes(open(bytes)), Files.readAllBytes(raw)))
                .isEqualTo(-1);
        assertThat(Detector.check(TestSource.of("disk.cloop", bytes), "cloop").first())
                .isEmpty();
    }

    @Test
    void aDiskWithoutBlocksIsEmpty() {
        assertThat(open(new CloopFixture(new SplittableRandom(1), 512, 0).build())
                        .virtualBytes())
                .isZero();
    }

    @Test
    void everyBlockOutsideTheFileIsReportedWithItsOffset() {
        byte[] file = new CloopFixture(new SplittableRandom(1), 512, 9).build();
        ByteBuffer.wrap(file).putLong(136 + 3 * 8, 1 << 20);

        assertThat(Detector.check(TestSource.of("disk.cloop", file), "cloop").first())
                .extracting(Finding::hostOffset)
                .containsExactly(136L + 2 * 8, 136L + 3 * 8);
    }

    @Test
    void aSnapshotIsAWrongRequest() {
        byte[] file = new CloopFixture(new SplittableRandom(1), 512, 1).build();

        assertThatThrownBy(() -> new CloopReader().open(TestSource.of("disk", file), new OpenOptions("before")))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("'before'");
    }

    private static CloopFixture fixture(SplittableRandom random) {
        return new CloopFixture(random, 512 * random.nextInt(1, 300), random.nextInt(1, 12));
    }

    private static DiskImage open(byte[] file) {
        return Detector.open(TestSource.of("disk.cloop", file), Detector.AUTO, OpenOptions.DEFAULT);
    }
}
