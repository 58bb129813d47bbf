package io.vmloom.format.asif;

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
import io.vmloom.testing.Seeded;
import io.vmloom.testing.TestSource;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AsifReaderTest {
    /** Disks of a few tables, whose chunks stand at the borders of groups and tables and in between. */
    @Seeded(60)
    void chunksAreFoundThroughTheirTables(SplittableRandom random) {
        AsifFixture fixture = fixture(random);

        assertHolds(fixture, open(fixture.build()));
        assertThat(Detector.check(TestSource.of("disk", fixture.build()), "asif")
                        .first())
                .isEmpty();
    }

    private static AsifFixture fixture(SplittableRandom random) {
        AsifFixture fixture = new AsifFixture(random, 1);
        fixture.blockBytes = 512 << random.nextInt(2);
        fixture.chunkBytes = fixture.blockBytes << random.nextInt(6, 9);
        long chunks = random.nextLong(1, 4 * fixture.tableChunks());
        fixture.sectors = chunks * fixture.chunkBytes / fixture.blockBytes - random.nextInt(3);
        for (int i = random.nextInt(8); i >= 0; i--) {
            long border = random.nextBoolean() ? fixture.tableChunks() : fixture.groupChunks();
            long near = random.nextLong(chunks) / border * border + random.nextInt(-1, 2);
            fixture.write(Math.clamp(random.nextBoolean() ? near : random.nextLong(chunks), 0, chunks - 1));
        }
        fixture.directoryVersions = random.nextBoolean() ? new long[] {3, 4} : new long[] {7, 6};
        return fixture;
    }

    private static void assertHolds(AsifFixture fixture, DiskImage image) {
        Map<Long, byte[]> found = new TreeMap<>();
        TestSource source = (TestSource) image.members().getFirst();
        for (Extent extent : Materializer.extents(image, 0)) {
            if (extent.mapping() instanceof Mapping.Data(int member, var host)) {
                for (long at = 0; at < extent.lengthBytes(); at += fixture.chunkBytes) {
                    byte[] content = new byte[(int) Math.min(fixture.chunkBytes, extent.lengthBytes() - at)];
                    source.read(host.bytes() + at, ByteBuffer.wrap(content));
                    found.put((extent.start().bytes() + at) / fixture.chunkBytes, content);
                }
            }
        }
        assertThat(found.keySet()).isEqualTo(fixture.written().keySet());
        fixture.written()
                .forEach((chunk, content) -> assertThat(found.get(chunk)).isEqualTo(content));
        assertThat(image.virtualBytes()).isEqualTo(fixture.sectors * fixture.blockBytes);
    }

    @Test
    void theDirectoryWithTheHigherVersionCounts() {
        AsifFixture fixture = new AsifFixture(new SplittableRandom(1), 640).write(2);
        byte[] file = fixture.build();
        assertThat(open(file).details()).containsEntry("directory version", "4");

        ByteBuffer.wrap(file).putLong(fixture.chunkBytes, 5);

        assertThat(open(file).details()).containsEntry("directory version", "5");
        assertThat(Materializer.bytes(open(file))).containsOnly(0);
    }

    @Test
    void aChunkCutByTheEndOfTheFileEndsInZeros() {
        AsifFixture fixture = new AsifFixture(new SplittableRandom(1), 64).write(0);
        byte[] file = fixture.build();
        byte[] expected = fixture.written().values().iterator().next().clone();
        Arrays.fill(expected, expected.length - 700, expected.length, (byte) 0);

        assertThat(Materializer.bytes(open(Arrays.copyOf(file, file.length - 700))))
                .isEqualTo(expected);
    }

    @Test
    void twoEntriesOfOneChunkAreReported() {
        AsifFixture fixture = new AsifFixture(new SplittableRandom(1), 640).write(2);
        byte[] file = fixture.build();
        int table = 3 * fixture.chunkBytes;
        ByteBuffer.wrap(file).putLong(table, 4);

        assertThat(Detector.check(TestSource.of("disk", file), "asif").first())
                .extracting(Finding::problem)
                .anySatisfy(problem -> assertThat(problem).contains("data 0x0 and data 0x10000 lie over each other"));
    }

    @Test
    void aSnapshotIsAWrongRequest() {
        byte[] file = new AsifFixture(new SplittableRandom(1), 64).build();

        assertThatThrownBy(() -> new AsifReader().open(TestSource.of("disk", file), new OpenOptions("before")))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("'before'");
    }

    private static DiskImage open(byte[] file) {
        return Detector.open(TestSource.of("disk.asif", file), Detector.AUTO, OpenOptions.DEFAULT);
    }
}
