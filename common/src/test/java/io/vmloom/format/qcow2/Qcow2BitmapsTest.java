package io.vmloom.format.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.ImageException;
import io.vmloom.extent.DirtyBitmap;
import io.vmloom.extent.SalvagedImage;
import io.vmloom.format.Detector;
import io.vmloom.format.OpenOptions;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetRequest;
import io.vmloom.testing.Peers;
import io.vmloom.testing.Seeded;
import io.vmloom.testing.SparseGuest;
import io.vmloom.testing.StitchedImage;
import io.vmloom.testing.TestSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Persistent bitmaps that are written, and read again by us and by qemu-img. */
class Qcow2BitmapsTest {
    private static final int CLUSTER_BYTES = 4 << 10;
    private static final int AUTOCLEAR_AT = 88;

    @TempDir
    private Path folder;

    @Seeded(30)
    void whatIsWrittenIsReadAgainAndClean(SplittableRandom random) throws IOException {
        long virtualBytes = 512L * (1 + random.nextInt(1 << 18));
        List<DirtyBitmap> bitmaps = bitmaps(random, virtualBytes);

        Path image = written(random, virtualBytes, CLUSTER_BYTES << random.nextInt(10), bitmaps);

        Peers.run("qemu-img", "check", "-q", "-f", "qcow2", image);
        try (TestSource source = TestSource.of(image)) {
            assertThat(Detector.check(source, "qcow2").first()).isEmpty();
            List<DirtyBitmap> read = new Qcow2Reader()
                    .open(source, OpenOptions.DEFAULT)
                    .bitmaps()
                    .orElseThrow();
            assertThat(read).hasSameSizeAs(bitmaps);
            for (int i = 0; i < bitmaps.size(); i++) {
                assertSame(read.get(i), bitmaps.get(i), virtualBytes);
            }
        }
    }

    @Test
    void aSalvagedImageHasItsBitmapsToo() throws IOException {
        try (TestSource source = TestSource.of(withOneBitmap())) {
            assertThat(new SalvagedImage(new Qcow2Reader().open(source, OpenOptions.DEFAULT))
                            .bitmaps()
                            .orElseThrow())
                    .hasSize(1);
        }
    }

    private static void assertSame(DirtyBitmap read, DirtyBitmap written, long virtualBytes) {
        assertThat(read.name()).isEqualTo(written.name());
        assertThat(read.granularityBits()).isEqualTo(written.granularityBits());
        assertThat(read.recording()).isEqualTo(written.recording());
        assertThat(read.broken()).isFalse();
        assertThat(content(read, virtualBytes)).isEqualTo(content(written, virtualBytes));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 8, 7fffffffffff0000, must have 1 entries inside the file",
        "8, 4, 2, must have 1 entries inside the file",
        "12, 4, 1, broken",
        "12, 4, 8, must be of type 1 without unknown flags or extra data",
        "16, 1, 2, must be of type 1",
        "17, 1, 8, granularity_bits of a bitmap must be 9 to 31",
        "17, 1, 20, granularity_bits of a bitmap must be 9 to 31",
        "18, 2, 0, the name of a bitmap must have 1 to 1023 bytes",
        "18, 2, 400, the name of a bitmap must have 1 to 1023 bytes",
        "20, 4, 8, must be of type 1 without unknown flags or extra data"
    })
    void anEntryThatMakesNoSenseIsRefused(int field, int bytes, String value, String reason) throws IOException {
        Path image = withOneBitmap();
        patch(image, CLUSTER_BYTES + field, bytes, Long.parseLong(value, 16));

        try (TestSource source = TestSource.of(image)) {
            if (reason.equals("broken")) {
                assertThat(read(source)).extracting(DirtyBitmap::broken).containsExactly(true);
            } else {
                assertThatThrownBy(() -> read(source))
                        .isInstanceOf(ImageException.class)
                        .hasMessageContaining(reason);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "00ffffff00000000, must be aligned and inside the file",
        "0000000000001200, must be aligned and inside the file",
        "0000000000000003, reserved bits of a bitmap table's entry must be 0",
        "8000000000002000, reserved bits of a bitmap table's entry must be 0"
    })
    void anEntryOfATableThatMakesNoSenseIsRefusedWhenItIsRead(String value, String reason) throws IOException {
        Path image = withOneBitmap();
        patch(image, 2 * CLUSTER_BYTES, Long.BYTES, Long.parseUnsignedLong(value, 16));

        try (TestSource source = TestSource.of(image)) {
            DirtyBitmap bitmap = read(source).getFirst();

            assertThatThrownBy(() -> content(bitmap, 1 << 20))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining(reason);
        }
    }

    /** A program that knows no bitmaps takes the bit away. */
    @Test
    void bitmapsThatTheLastWriterDidNotCareForAreBroken() throws IOException {
        Path image = withOneBitmap();
        patch(image, AUTOCLEAR_AT, Long.BYTES, 0);

        try (TestSource source = TestSource.of(image)) {
            assertThat(read(source)).extracting(DirtyBitmap::broken).containsExactly(true);
        }
    }

    @Test
    void theDirectoryLiesInTheFile() throws IOException {
        Path image = withOneBitmap();
        patch(image, extensionOf(image), Integer.BYTES, 5000);

        try (TestSource source = TestSource.of(image)) {
            assertThatThrownBy(() -> read(source))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("the directory of at most 4096 bitmaps must lie inside the file, got: 5000");
        }
    }

    private static long extensionOf(Path image) {
        try (TestSource source = TestSource.of(image)) {
            return HeaderExtensions.read(source, Qcow2Header.read(source)).bitmapsOffset();
        }
    }

    private static List<DirtyBitmap> read(TestSource source) {
        return new Qcow2Reader().open(source, OpenOptions.DEFAULT).bitmaps().orElseThrow();
    }

    private Path withOneBitmap() throws IOException {
        DirtyBitmap bitmap = new DirtyBitmap("one", 16, true, false, of(new byte[] {5, 0}));
        return written(new SplittableRandom(1), 1 << 20, CLUSTER_BYTES, List.of(bitmap));
    }

    private static void patch(Path image, long offset, int bytes, long value) throws IOException {
        byte[] file = Files.readAllBytes(image);
        byte[] field = ByteBuffer.allocate(Long.BYTES).putLong(value).array();
        System.arraycopy(field, Long.BYTES - bytes, file, (int) offset, bytes);
        Files.write(image, file);
    }

    private Path written(SplittableRandom random, long virtualBytes, int clusterBytes, List<DirtyBitmap> bitmaps)
            throws IOException {
        TargetDesign design = new Qcow2Target()
                .design(new TargetRequest(
                        "disk.qcow2",
                        virtualBytes,
                        Map.of("cluster_size", String.valueOf(clusterBytes), "bitmaps", "on"),
                        "seed",
                        Optional.empty(),
                        () -> Optional.of(bitmaps)));
        SparseGuest guest = new SparseGuest(virtualBytes, clusterBytes).fill(random, 3, 2);
        Path image = folder.resolve("disk.qcow2");
        new StitchedImage(design, guest).encode(random, 1000).writeTo(image);
        return image;
    }

    private static List<DirtyBitmap> bitmaps(SplittableRandom random, long virtualBytes) {
        List<DirtyBitmap> bitmaps = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            DirtyBitmap shape = new DirtyBitmap(
                    "Ж".repeat(1 + random.nextInt(9)) + i,
                    9 + random.nextInt(9),
                    random.nextBoolean(),
                    false,
                    of(new byte[0]));
            byte[] content = new byte[(int) shape.lengthBytes(virtualBytes)];
            for (int run = random.nextInt(6); run > 0 && content.length > 0; run--) {
                int from = random.nextInt(content.length);
                int to = from + random.nextInt(content.length - from) + 1;
                Arrays.fill(content, from, to, (byte) (random.nextBoolean() ? 0xff : random.nextInt()));
            }
            bitmaps.add(new DirtyBitmap(shape.name(), shape.granularityBits(), shape.recording(), false, of(content)));
        }
        return bitmaps;
    }

    private static DirtyBitmap.Content of(byte[] content) {
        return (offset, bytes) -> {
            Arrays.fill(bytes, (byte) 0);
            int length = (int) Math.clamp(content.length - offset, 0, bytes.length);
            System.arraycopy(content, (int) Math.min(offset, content.length), bytes, 0, length);
        };
    }

    private static byte[] content(DirtyBitmap bitmap, long virtualBytes) {
        byte[] content = new byte[(int) bitmap.lengthBytes(virtualBytes)];
        bitmap.content().read(0, content);
        return content;
    }
}
