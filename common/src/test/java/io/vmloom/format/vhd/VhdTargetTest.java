package io.vmloom.format.vhd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.RequestException;
import io.vmloom.error.TargetException;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.Detector;
import io.vmloom.format.OpenOptions;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetRequest;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.Peers;
import io.vmloom.testing.QemuImg;
import io.vmloom.testing.Seeded;
import io.vmloom.testing.SparseGuest;
import io.vmloom.testing.StitchedImage;
import io.vmloom.testing.TargetRequests;
import io.vmloom.testing.TestSource;
import io.vmloom.testing.WrittenDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole files, read by the reader of this package and by other programs. */
class VhdTargetTest {
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final int PIECE_BYTES = 64 << 10;

    @TempDir
    Path folder;

    @Seeded(12)
    void blocksInAnyOrderWithGapsMakeTheSameDisk(SplittableRandom random) throws IOException {
        long size = random.nextLong(24 * MIB) + 1;
        TargetDesign design = design(size, random.nextBoolean() ? "" : "force_size=off");
        SparseGuest guest =
                new SparseGuest(size, PIECE_BYTES).fill(random, 8, 40).fillLastByte();
        StitchedImage image = new StitchedImage(design, guest).encode(random, 4);
        image.shuffleSeed = 1 + random.nextInt(1000);
        image.maxGapUnits = 2;
        image.extraFrontUnits = random.nextInt(5);

        image.writeTo(disk().target());

        assertThatAllRead(guest, design.virtualBytes());
    }

    @Seeded(6)
    void aFixedDiskIsTheGuestAndAFooter(SplittableRandom random) throws IOException {
        long size = random.nextLong(6 * MIB) + 1;
        TargetDesign design = design(size, "subformat=fixed" + (random.nextBoolean() ? "" : " force_size=off"));
        SparseGuest guest =
                new SparseGuest(size, PIECE_BYTES).fill(random, 5, 20).fillLastByte();

        new StitchedImage(design, guest).encode(random, 500).writeTo(disk().target());

        assertThat(Files.size(disk().target())).isEqualTo(design.virtualBytes() + 512);
        assertThatAllRead(guest, design.virtualBytes());
    }

    @ParameterizedTest
    @CsvSource({"1, 512", "511, 512", "512, 512", "513, 1024", "2097151, 2097152", "2097153, 2097664"})
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

    @ParameterizedTest
    @ValueSource(longs = {7 * GIB + 512, 128 * GIB, 700 * GIB + 513 * 512, 2040 * GIB})
    void largeDisksOfHolesTakeOnlyTheirTable(long size) throws IOException {
        SparseGuest guest = new SparseGuest(size, PIECE_BYTES)
                .fill(new SplittableRandom(size), 6, 3)
                .fillLastByte();
        new StitchedImage(design(size, ""), guest)
                .encode(new SplittableRandom(2), 1 << 20)
                .writeTo(disk().target());

        assertThat(Files.size(disk().target())).isLessThan(60 * MIB);
        Peers.run("qemu-img", "compare", "-f", "raw", "-F", "vpc", guest.writeRaw(disk().raw(), size), disk().target());
        try (TestSource source = TestSource.of(disk().target())) {
            DiskImage image = Detector.open(source, "vhd", OpenOptions.DEFAULT);
            assertThat(image.virtualBytes()).isEqualTo(size);
            byte[] end = Materializer.bytes(image, size - 5 * MIB);
            assertThat(end).isEqualTo(guest.read(size - 5 * MIB, (int) (5 * MIB)));
        }
    }

    /** Sizes around each step of the geometry's algorithm. */
    @ParameterizedTest
    @ValueSource(
            longs = {
                1,
                512,
                34816,
                34817,
                4 * MIB,
                35651584,
                35651585,
                142606336,
                534773760,
                534773761,
                1065353216,
                GIB,
                4261412864L,
                8 * GIB - 512,
                31 * GIB + 5 * MIB,
                33822867456L,
                33822867457L,
                100 * GIB,
                127 * GIB,
                136899993600L,
                136899993601L,
                2040 * GIB
            })
    void withoutForceSizeTheSizeAndGeometryAreThoseOfQemuImg(long size) {
        Path theirs = folder.resolve("theirs.vhd");
        Peers.run("qemu-img", "create", "-q", "-f", "vpc", theirs, size);
        TargetDesign ours = design(size, "force_size=off");

        assertThat(ours.virtualBytes()).isEqualTo(QemuImg.virtualBytes("vpc", theirs));
        try (TestSource source = TestSource.of(theirs)) {
            Footer footer = FoundFooter.in(source).footer();
            assertThat(((DynamicDesign) ours).footer().geometry()).isEqualTo(footer.geometry());
            assertThat(((DynamicDesign) ours).footer().creator()).isEqualTo(footer.creator());
        }
    }

    @Test
    void theSameRequestGivesTheSameBytesAndAnotherSeedOtherIdentifiers() {
        Footer footer = ((DynamicDesign) design(5 * MIB, "")).footer();
        TargetRequest otherSeed = new TargetRequest("disk.vhd", 5 * MIB, Map.of(), "another seed");

        assertThat(((DynamicDesign) design(5 * MIB, "")).footer()).isEqualTo(footer);
        assertThat(((DynamicDesign) new VhdTarget().design(otherSeed)).footer().id())
                .isNotEqualTo(footer.id());
        assertThat(footer.id().version()).isEqualTo(8);
        assertThat(footer.id().variant()).isEqualTo(2);
    }

    @Test
    void anEmptyDiskIsWritten() throws IOException {
        for (String options : new String[] {"", "force_size=off"}) {
            SparseGuest guest = new SparseGuest(0, PIECE_BYTES);
            new StitchedImage(design(0, options), guest)
                    .encode(new SplittableRandom(1), 1)
                    .writeTo(disk().target());
            disk().expecting(guest, 0).weReadIt().qemuReadsIt();
        }
        assertThatThrownBy(() -> design(0, "subformat=fixed"))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("use subformat=dynamic");
    }

    @ParameterizedTest
    @CsvSource({
        "subformat=sparse, 'subformat must be dynamic or fixed, got: ''sparse'''",
        "force_size=1, 'force_size must be on or off, got: ''1'''",
        "cluster_size=2M, 'unknown vpc option ''cluster_size''; known are force_size, subformat'"
    })
    void aWrongOptionIsRefusedByName(String options, String reason) {
        assertThatThrownBy(() -> design(1, options))
                .isInstanceOf(RequestException.class)
                .hasMessageStartingWith("disk.vhd: ")
                .hasMessageContaining(reason);
    }

    @Test
    void moreThan2040GibIsRefusedBeforeAnythingStarts() {
        for (String options : new String[] {"", "subformat=fixed", "force_size=off"}) {
            assertThatThrownBy(() -> design(2040 * GIB + 1, options))
                    .isInstanceOf(TargetException.class)
                    .hasMessageContaining("at most 2.0 TiB")
                    .hasMessageContaining("vhdx");
        }
    }

    private WrittenDisk disk() {
        return new WrittenDisk(folder, "vpc");
    }

    private void assertThatAllRead(SparseGuest guest, long virtualBytes) throws IOException {
        disk().expecting(guest, virtualBytes)
                .weReadIt()
                .qemuReadsIt()
                .vhdiinfoSaysItsSize()
                .sevenZipReadsIt("vhd");
    }

    private static TargetDesign design(long virtualBytes, String options) {
        return new VhdTarget().design(TargetRequests.of("disk.vhd", virtualBytes, options));
    }
}
