package io.vmloom.format.bochs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.check.Finding;
import io.vmloom.error.RequestException;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.Extent;
import io.vmloom.extent.Mapping;
import io.vmloom.format.Detector;
import io.vmloom.format.OpenOptions;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.Peers;
import io.vmloom.testing.Seeded;
import io.vmloom.testing.TestSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BochsReaderTest {
    @TempDir
    private Path folder;

    @Seeded(60)
    void sectorsAreReadWhereverTheirExtentStands(SplittableRandom random) {
        BochsFixture fixture = fixture(random);
        fixture.headerBytes = random.nextBoolean() ? 512 : 512 + random.nextInt(2000);
        byte[] guest = fixture.guest();

        DiskImage image = open(fixture.build());

        assertThat(image.details()).containsEntry("version", Integer.toString(fixture.version));
        assertThat(Arrays.mismatch(Materializer.bytes(image), guest)).isEqualTo(-1);
        int from = random.nextInt(guest.length + 1);
        assertThat(Arrays.mismatch(Materializer.bytes(image, from), Arrays.copyOfRange(guest, from, guest.length)))
                .isEqualTo(-1);
    }

    @Seeded(20)
    void qemuReadsTheSameGuestAndTheCheckIsClean(SplittableRandom random) throws IOException {
        Peers.need("qemu-img");
        byte[] bytes = fixture(random).build();
        Path file = Files.write(folder.resolve("disk.bochs"), bytes);
        Path raw = folder.resolve("disk.raw");

        Peers.run("qemu-img", "convert", "-f", "bochs", "-O", "raw", file, raw);

        assertThat(Arrays.mismatch(Materializer.bytes(open(bytes)), Files.readAllBytes(raw)))
                .isEqualTo(-1);
        assertThat(Detector.check(TestSource.of("disk.bochs", bytes), "bochs").first())
                .isEmpty();
    }

    @Test
    void whatWasNeverWrittenIsUnallocated() {
        BochsFixture fixture = new BochsFixture(new SplittableRandom(1), 24);
        byte[] file = fixture.build();

        assertThat(Materializer.extents(open(file), 0))
                .singleElement()
                .extracting(Extent::mapping)
                .isEqualTo(Mapping.Unallocated.INSTANCE);
    }

    @Test
    void twoExtentsInOnePlaceAreReported() {
        BochsFixture fixture = new BochsFixture(new SplittableRandom(1), 24).fill(60);
        byte[] file = fixture.build();
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        in.putInt(512, in.getInt(516));

        assertThat(Detector.check(TestSource.of("disk.bochs", file), "bochs").first())
                .extracting(Finding::problem)
                .containsExactly("the extents of guest offsets 0x0 and 0x1000 stand in the same place");
    }

    @Test
    void aSnapshotIsAWrongRequest() {
        byte[] file = new BochsFixture(new SplittableRandom(1), 24).build();

        assertThatThrownBy(() -> new BochsReader().open(TestSource.of("disk", file), new OpenOptions("before")))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("'before'");
    }

    private static BochsFixture fixture(SplittableRandom random) {
        BochsFixture fixture = new BochsFixture(random, random.nextInt(1, 3000)).fill(random.nextInt(20));
        fixture.version = random.nextInt(1, 3);
        fixture.extentBytes = 512 << random.nextInt(12);
        fixture.extraEntries = random.nextInt(200);
        return fixture;
    }

    private static DiskImage open(byte[] file) {
        return Detector.open(TestSource.of("disk.bochs", file), Detector.AUTO, OpenOptions.DEFAULT);
    }
}
