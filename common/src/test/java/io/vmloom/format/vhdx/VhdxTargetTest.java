package io.vmloom.format.vhdx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.RequestException;
import io.vmloom.error.TargetException;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.Detector;
import io.vmloom.format.OpenOptions;
import io.vmloom.table.TargetDesign;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.Peers;
import io.vmloom.testing.Seeded;
import io.vmloom.testing.SparseGuest;
import io.vmloom.testing.StitchedImage;
import io.vmloom.testing.TargetRequests;
import io.vmloom.testing.TestSource;
import io.vmloom.testing.WrittenDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole files, read by the reader of this package and by other programs. */
class VhdxTargetTest {
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final long TIB = 1L << 40;
    private static final int PIECE_BYTES = 64 << 10;

    @TempDir
    Path folder;

    @Seeded(8)
    void blocksInAnyOrderWithGapsMakeTheSameDisk(SplittableRandom random) throws IOException {
        long size = random.nextLong(20 * MIB) + 1;
        TargetDesign design = design(size, random.nextBoolean() ? "block_size=1M" : "block_size=4M");
        SparseGuest guest =
                new SparseGuest(size, PIECE_BYTES).fill(random, 8, 30).fillLastByte();
        StitchedImage image = new StitchedImage(design, guest).encode(random, 4);
        image.shuffleSeed = 1 + random.nextInt(1000);
        image.maxGapUnits = 2;
        image.extraFrontUnits = random.nextInt(5);

        image.writeTo(disk().target());

        assertThatAllRead(guest, design.virtualBytes());
    }

    @Seeded(4)
    void aFixedDiskHasEveryBlock(SplittableRandom random) throws IOException {
        long size = random.nextLong(12 * MIB) + 1;
        TargetDesign design = design(size, "subformat=fixed block_size=2M");
        SparseGuest guest =
                new SparseGuest(size, PIECE_BYTES).fill(random, 5, 20).fillLastByte();

        StitchedImage image = new StitchedImage(design, guest).encode(random, 500);
        image.extraFrontUnits = 3;
        image.writeTo(disk().target());

        assertThat(Files.size(disk().target()) % (2 * MIB)).isIn(0L, MIB);
        assertThatAllRead(guest, design.virtualBytes());
    }

    @ParameterizedTest
    @CsvSource({"1, 512", "512, 512", "513, 1024", "8388608, 8388608", "8388609, 8389120"})
    void theSizeIsKeptToTheSector(long size, long expected) throws IOException {
        for (String options : new String[] {"", "subformat=fixed"}) {
            SparseGuest guest = new SparseGuest(size, PIECE_BYTES)
                    .fill(new SplittableRandom(size), 0, 1)
                    .fillLastByte();
            new StitchedImage(design(size, options), guest)
                    .encode(new SplittableRandom(1), 3)
                    .writeTo(disk().target());
            assertThatAllRead(guest, expected);
        }
    }

    /** The first has entries for sector bitmaps between its blocks. */
    @ParameterizedTest
    @CsvSource({"5, 1M", "40, 2M", "300, ''", "2100, 128M", "66000, ''"})
    void largeDisksOfHolesTakeOnlyTheirTable(long gibibytes, String blockSize) throws IOException {
        long size = Math.min(64 * TIB, gibibytes * GIB + 513 * 512);
        SparseGuest guest = new SparseGuest(size, PIECE_BYTES)
                .fill(new SplittableRandom(size), 1, 1)
                .fillLastByte();
        String options = blockSize.isEmpty() ? "" : "block_size=" + blockSize;
        new StitchedImage(design(size, options), guest)
                .encode(new SplittableRandom(2), 1 << 13)
                .writeTo(disk().target());

        Peers.run("qemu-img", "check", "-q", "-f", "vhdx", disk().target());
        String lastByte = "read -P 7 -s 511 -l 1 " + (size - 512) + " 512";
        Peers.run("qemu-io", "-r", "-f", "vhdx", "-c", lastByte, disk().target());
        if (size < 6 * GIB) { // qemu reads a VHDX's holes as if they were data
            Peers.run(
                    "qemu-img",
                    "compare",
                    "-f",
                    "raw",
                    "-F",
                    "vhdx",
                    guest.writeRaw(disk().raw(), size),
                    disk().target());
        }
        try (TestSource source = TestSource.of(disk().target())) {
            DiskImage image = Detector.open(source, "vhdx", OpenOptions.DEFAULT);
            assertThat(image.virtualBytes()).isEqualTo(size);
            byte[] end = Materializer.bytes(image, size - 5 * MIB);
            assertThat(end).isEqualTo(guest.read(size - 5 * MIB, (int) (5 * MIB)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, GIB, GIB + 512, 100 * GIB, 100 * GIB + 512, 32 * TIB, 32 * TIB + 512, 64 * TIB})
    void blockSizesAreThoseOfQemuImg(long size) {
        Path theirs = folder.resolve("theirs.vhdx");
        Peers.run("qemu-img", "create", "-q", "-f", "vhdx", theirs, size);

        try (TestSource source = TestSource.of(theirs)) {
            VhdxImage image = (VhdxImage) new VhdxReader().open(source, OpenOptions.DEFAULT);
            VhdxDesign ours = (VhdxDesign) design(size, "");
            assertThat(ours.metadata()).isEqualTo(image.metadata());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "subformat=fixed"})
    void anEmptyDiskIsRefusedBecauseNoProgramWouldOpenIt(String options) {
        assertThatThrownBy(() -> design(0, options))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("a VHDX can not hold an empty disk");
    }

    @Test
    void identifiersComeFromTheSeed() {
        SeededIds ids = ((VhdxDesign) design(5 * MIB, "")).ids();

        assertThat(SeededIds.of("seed")).isEqualTo(ids);
        assertThat(SeededIds.of("another").disk()).isNotEqualTo(ids.disk());
        assertThat(ids.disk()).isNotEqualTo(ids.fileWrite());
        assertThat(ids.disk().version()).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource({
        "subformat=sparse, 'subformat must be dynamic or fixed, got: ''sparse'''",
        "block_size=512k, 'block_size must be a power of two from 1M to 256M'",
        "block_size=3M, 'got: ''3M'''",
        "block_size=512M, 'from 1M to 256M'",
        "block_size=x, 'block_size: not a size'",
        "log_size=2M, 'only log_size=1M is written'",
        "block_state_zero=off, 'only block_state_zero=on is written'",
        "cluster_size=2M, 'unknown vhdx option ''cluster_size''; known are block_size, block_state_zero, log_size, subformat'"
    })
    void aWrongOptionIsRefusedByName(String options, String reason) {
        assertThatThrownBy(() -> design(1, options))
                .isInstanceOf(RequestException.class)
                .hasMessageStartingWith("disk.vhdx: ")
                .hasMessageContaining(reason);
    }

    @Test
    void moreThan64TibIsRefusedBeforeAnythingStarts() {
        assertThat(design(64 * TIB, "").virtualBytes()).isEqualTo(64 * TIB);
        assertThatThrownBy(() -> design(64 * TIB + 1, ""))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("at most 64.0 TiB");
    }

    private WrittenDisk disk() {
        return new WrittenDisk(folder, "vhdx");
    }

    private void assertThatAllRead(SparseGuest guest, long virtualBytes) throws IOException {
        disk().expecting(guest, virtualBytes)
                .weReadIt()
                .qemuFindsNoFault()
                .qemuReadsIt()
                .vhdiinfoSaysItsSize();
        if (virtualBytes % 1024 == 0) { // 7-Zip opens no disk of an odd number of sectors, whoever made it
            disk().sevenZipReadsIt("vhdx");
        }
    }

    private static TargetDesign design(long virtualBytes, String options) {
        return new VhdxTarget().design(TargetRequests.of("disk.vhdx", virtualBytes, options));
    }
}
