package io.vmloom.format.sparseimage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.RequestException;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.Extent;
import io.vmloom.format.Detector;
import io.vmloom.format.OpenOptions;
import io.vmloom.format.SampleImages;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.Seeded;
import io.vmloom.testing.TestSource;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SparseImageReaderTest {
    @Seeded(60)
    void bandsAreReadWhereverTheyStand(SplittableRandom random) {
        SparseImageFixture fixture = new SparseImageFixture(random, random.nextInt(1, 20), random.nextInt(1, 2000))
                .write(random.nextInt(60));
        fixture.firstNodeSlots = random.nextBoolean() ? 1008 : random.nextInt(1, 20);
        fixture.nodeSlots = random.nextInt(1, 20);
        byte[] guest = fixture.guest();

        DiskImage image = open(fixture.build());

        assertThat(Arrays.mismatch(Materializer.bytes(image), guest)).isEqualTo(-1);
        int from = random.nextInt(guest.length + 1);
        assertThat(Arrays.mismatch(Materializer.bytes(image, from), Arrays.copyOfRange(guest, from, guest.length)))
                .isEqualTo(-1);
        assertThat(Detector.check(TestSource.of("disk", fixture.build()), "sparseimage")
                        .first())
                .isEmpty();
    }

    @Test
    void anIndexOfSeveralFullNodesIsRead() {
        SparseImageFixture fixture = new SparseImageFixture(new SplittableRandom(1), 1, 4000).write(12_000);

        assertThat(Arrays.mismatch(Materializer.bytes(open(fixture.build())), fixture.guest()))
                .isEqualTo(-1);
    }

    @Test
    void aLongEmptyDiskIsOneExtent() {
        assertThat(Materializer.extents(open(new SparseImageFixture(new SplittableRandom(1), 8, 100_000).build()), 0))
                .extracting(Extent::lengthBytes)
                .containsExactly(100_000L * 512);
    }

    /** Other programs write only the short one of the two fields. */
    @Test
    void theSampleOfAnotherProgramHasItsBandsInTheirPlaces() {
        SampleImages.Row row = SampleImages.rows().stream()
                .filter(candidate -> candidate.path().endsWith("synthetic.sparseimage"))
                .findFirst()
                .orElseThrow();
        byte[] file = row.bytes();
        byte[] expected = new byte[3 * 1024];
        System.arraycopy(file, 4096, expected, 0, 1024);
        System.arraycopy(file, 4096 + 1024, expected, 2 * 1024, 1024);

        assertThat(Materializer.bytes(open(file))).isEqualTo(expected);
    }

    @Test
    void aSnapshotIsAWrongRequest() {
        byte[] file = new SparseImageFixture(new SplittableRandom(1), 8, 100).build();

        assertThatThrownBy(() -> new SparseImageReader().open(TestSource.of("disk", file), new OpenOptions("before")))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("'before'");
    }

    private static DiskImage open(byte[] file) {
        return Detector.open(TestSource.of("disk.sparseimage", file), Detector.AUTO, OpenOptions.DEFAULT);
    }
}
