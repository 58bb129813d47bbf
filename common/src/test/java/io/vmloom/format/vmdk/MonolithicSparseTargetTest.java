package io.vmloom.format.vmdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.extent.DiskImage;
import io.vmloom.format.Detector;
import io.vmloom.format.OpenOptions;
import io.vmloom.layout.Arrangement;
import io.vmloom.table.GroupSet;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetRequest;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.Peers;
import io.vmloom.testing.Seeded;
import io.vmloom.testing.SparseGuest;
import io.vmloom.testing.StitchedImage;
import io.vmloom.testing.TestSource;
import io.vmloom.testing.WrittenDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole files, read by the reader of this package and by other programs. */
class MonolithicSparseTargetTest {
    private static final int MIB = 1 << 20;
    private static final int GRAIN = 64 << 10;
    private static final long TIB = 1L << 40;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 511, 512, 513, GRAIN - 1, GRAIN, GRAIN + 1, 32 * MIB, 32 * MIB + 513})
    void everySizeIsRoundedUpToASectorAndNoFurther(long size) throws IOException {
        SparseGuest guest = new SparseGuest(size, GRAIN);
        byte[] last = new byte[GRAIN];
        Arrays.fill(last, (byte) 7);
        guest.put((size - 1) / GRAIN, last);

        new StitchedImage(design(size, Map.of()), guest)
                .encode(new SplittableRandom(1), 200)
                .writeTo(disk().target());

        assertThatEveryProgramReads(guest);
    }

    @Seeded(12)
    void grainsInAnyOrderWithGapsBehindAPaddedFrontMakeACleanFile(SplittableRandom random) throws IOException {
        SparseGuest guest = new SparseGuest(random.nextLong(1, 100 * MIB), GRAIN).fill(random, 20, 60);
        StitchedImage image = new StitchedImage(design(guest.sizeBytes(), Map.of()), guest).encode(random, 300);
        image.shuffleSeed = random.nextInt(1, 1000);
        image.maxGapUnits = random.nextInt(4);
        image.extraFrontUnits = random.nextInt(90);

        image.writeTo(disk().target());

        assertThatEveryProgramReads(guest);
    }

    @ParameterizedTest
    @ValueSource(longs = {5L << 30, 2 * TIB + 512})
    void aDiskLargerThanTheFilesLimitIsWrittenIfItsDataIsNot(long size) throws IOException {
        SparseGuest guest = new SparseGuest(size, GRAIN).fill(new SplittableRandom(3), 10, 30);
        StitchedImage image = new StitchedImage(design(size, Map.of()), guest);
        image.shuffleSeed = 9;

        image.encode(new SplittableRandom(3), 1 << 20).writeTo(disk().target());

        WrittenDisk written = disk().expecting(guest).qemuFindsNoFault().qemuReadsItAround(guest);
        if (size < TIB) {
            written.qemuReadsIt();
        }
    }

    @Test
    void everyTableIsThereTwiceSoThatOtherProgramsCanWriteOn() throws IOException {
        SparseGuest guest = new SparseGuest(200 * MIB, GRAIN).fill(new SplittableRandom(4), 3, 4);
        new StitchedImage(design(guest.sizeBytes(), Map.of()), guest)
                .encode(new SplittableRandom(4), 300)
                .writeTo(disk().target());
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(disk().target())).order(ByteOrder.LITTLE_ENDIAN);
        int redundant = (int) file.getLong(48) * 512;
        int directory = (int) file.getLong(56) * 512;
        for (int table = 0; table < 7; table++) {
            int one = file.getInt(redundant + table * 4);
            int other = file.getInt(directory + table * 4);
            assertThat(one).isPositive().isNotEqualTo(other);
            assertThat(file.slice(one * 512, 2048)).isEqualTo(file.slice(other * 512, 2048));
        }

        Peers.run("qemu-io", "-f", "vmdk", "-c", "write -P 9 0 200M", disk().target());

        Peers.run("qemu-img", "check", "-f", "vmdk", disk().target());
        try (TestSource source = TestSource.of(disk().target())) {
            DiskImage image = Detector.open(source, "vmdk", OpenOptions.DEFAULT);
            assertThat(Materializer.bytes(image, 199 * MIB)).containsOnly(9);
        }
    }

    @Test
    void theDescriptorSaysWhatWasAskedFor() throws IOException {
        SparseGuest guest = new SparseGuest(30 * MIB, GRAIN);
        Map<String, String> options = Map.of("adapter_type", "lsilogic", "hwversion", "13");
        new StitchedImage(design(guest.sizeBytes(), options), guest)
                .encode(new SplittableRandom(7), 300)
                .writeTo(disk().target());

        byte[] file = Files.readAllBytes(disk().target());

        assertThat(new String(file, 512, 20 * 512, StandardCharsets.US_ASCII))
                .contains("createType=\"monolithicSparse\"\n")
                .contains("RW 61440 SPARSE \"web 01.vmdk\"\n")
                .contains("ddb.adapterType = \"lsilogic\"\n")
                .contains("ddb.geometry.cylinders = \"3\"\n")
                .contains("ddb.virtualHWVersion = \"13\"\n")
                .containsPattern("(?m)^CID=[0-9a-f]{8}$");
        assertThat(Peers.run("qemu-img", "info", disk().target()).output())
                .contains("create type: monolithicSparse", "virtual size: 30 MiB", "parent cid: 4294967295");
    }

    @Test
    void theSameRequestGivesTheSameBytes() throws IOException {
        Path again = folder.resolve("again.vmdk");
        for (Path file : new Path[] {disk().target(), again}) {
            SparseGuest guest = new SparseGuest(5_000_000, GRAIN).fill(new SplittableRandom(6), 9, 9);
            new StitchedImage(design(guest.sizeBytes(), Map.of()), guest)
                    .encode(new SplittableRandom(6), 20)
                    .writeTo(file);
        }

        assertThat(Files.mismatch(disk().target(), again)).isEqualTo(-1);
    }

    @Test
    void grainsMayStandInAnyOrderUpToTheLimitOfTheirEntries() {
        TargetDesign design = design(TIB, Map.of());

        assertThat(design.arrangement()).isEqualTo(Arrangement.FREE);
        assertThat(design.maxFileBytes()).isEqualTo(2 * TIB);
        assertThat(design.frontBytes(new GroupSet(design.groupBytes()), 0))
                .isEqualTo(2 * 64 * MIB + 2 * (128 << 10) + GRAIN);
    }

    private WrittenDisk disk() {
        return new WrittenDisk(folder, "vmdk");
    }

    private void assertThatEveryProgramReads(SparseGuest guest) throws IOException {
        assertThatQemuReads(guest);
        disk().weReadIt().sevenZipReadsIt("vmdk");
        Peers.run("vmdkinfo", disk().target());
    }

    private void assertThatQemuReads(SparseGuest guest) throws IOException {
        disk().expecting(guest).qemuFindsNoFault().qemuReadsIt();
    }

    private static TargetDesign design(long virtualBytes, Map<String, String> options) {
        return new VmdkTarget()
                .design(new TargetRequest("s3://bucket/exports/web 01.vmdk", virtualBytes, options, "seed"));
    }
}
