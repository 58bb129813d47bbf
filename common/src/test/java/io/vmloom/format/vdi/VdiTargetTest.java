package io.vmloom.format.vdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vmloom.error.InternalException;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.Detector;
import io.vmloom.format.OpenOptions;
import io.vmloom.layout.Layout;
import io.vmloom.table.GroupSet;
import io.vmloom.table.Stitch;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole files, read by the reader of this package and by other programs. */
class VdiTargetTest {
    private static final int MIB = 1 << 20;
    private static final long TIB = 1L << 40;

    @TempDir
    Path folder;

    static Stream<Arguments> kindsAndSizes() {
        return Stream.of("off", "on")
                .flatMap(fixed -> Stream.of(0, 1, 511, 512, MIB - 1, MIB, MIB + 1, 3 * MIB + 513)
                        .map(size -> arguments(fixed, size)));
    }

    @ParameterizedTest(name = "static={0} of {1} bytes")
    @MethodSource("kindsAndSizes")
    void everySizeIsRoundedUpToASectorAndNoFurther(String fixed, long size) throws IOException {
        TargetDesign design = design(size, fixed);
        int unit = design.encoder().unitBytes();
        SparseGuest guest = new SparseGuest(size, unit);
        if (size > 0) {
            byte[] last = new byte[unit];
            Arrays.fill(last, (byte) 7);
            guest.put((size - 1) / unit, last);
        }

        new StitchedImage(design, guest).encode(new SplittableRandom(1), 2).writeTo(disk().target());

        assertThat(design.virtualBytes()).isEqualTo(Math.ceilDiv(size, 512) * 512);
        assertThatEveryProgramReads(guest);
    }

    @Seeded(12)
    void blocksInAnyOrderBehindAPaddedFrontMakeACleanImage(SplittableRandom random) throws IOException {
        SparseGuest guest = new SparseGuest(random.nextLong(1, 60 * MIB), MIB).fill(random, 8, 4);
        StitchedImage image = new StitchedImage(design(guest.sizeBytes(), "off"), guest).encode(random, 6);
        image.shuffleSeed = random.nextInt(1, 1000);
        image.extraFrontUnits = random.nextInt(6);

        image.writeTo(disk().target());

        assertThatEveryProgramReads(guest);
    }

    @Seeded(6)
    void aFixedImageKeepsEveryBlockAtItsPlace(SplittableRandom random) throws IOException {
        SparseGuest guest = new SparseGuest(random.nextLong(1, 20 * MIB), 4096).fill(random, 8, 400);
        StitchedImage image = new StitchedImage(design(guest.sizeBytes(), "on"), guest).encode(random, 2000);
        image.extraFrontUnits = random.nextInt(6);

        image.writeTo(disk().target());

        assertThat(Files.size(disk().target()) % MIB).isZero();
        assertThatEveryProgramReads(guest);
    }

    @Test
    void aDiskOfTerabytesTakesOnlyItsMapAndItsData() throws IOException {
        SparseGuest guest = new SparseGuest(3 * TIB + 512, MIB).fill(new SplittableRandom(3), 10, 3);
        StitchedImage image = new StitchedImage(design(guest.sizeBytes(), "off"), guest);
        image.shuffleSeed = 9;

        long frontBytes = image.encode(new SplittableRandom(3), 1 << 16).writeTo(disk().target());

        assertThat(frontBytes).isEqualTo(13 * MIB);
        assertThatQemuReads(guest);
    }

    @Test
    void theLargestDiskHasAMapOfTwoGibibytes() {
        long size = 0x1fffff80L * MIB;
        TargetDesign design = design(size, "off");

        assertThat(design.frontBytes(new GroupSet(design.groupBytes()), 0)).isEqualTo(1L << 31);
        ByteBuffer header = header(design);
        assertThat(header.getInt(344)).isEqualTo(Integer.MIN_VALUE);
        assertThat(header.getInt(384)).isEqualTo(0x1fffff80);
    }

    /** Only the header is kept: the map of the largest disk has 2 GiB. */
    private static ByteBuffer header(TargetDesign design) {
        HeadSink sink = new HeadSink(512);
        design.writeFront(
                new Stitch(
                        new Layout(1L << 31, List.of(), 1L << 31),
                        0,
                        range -> {
                            throw new AssertionError("no range " + range);
                        },
                        new GroupSet(design.groupBytes())),
                sink);
        assertThat(sink.position()).isEqualTo(1L << 31);
        return ByteBuffer.wrap(sink.head()).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void identifiersDependOnTheSeedAlone() throws IOException {
        byte[] first = written("seed");

        assertThat(written("seed")).isEqualTo(first);
        byte[] other = written("another");
        assertThat(Arrays.mismatch(other, first)).isEqualTo(392);
        assertThat(Arrays.copyOfRange(first, 392, 408)).isNotEqualTo(Arrays.copyOfRange(first, 408, 424));
        assertThat(Arrays.copyOfRange(first, 424, 456)).containsOnly(0);
        assertThat(first[392 + 7] & 0xf0).isEqualTo(0x40);
        assertThat(first[392 + 8] & 0xc0).isEqualTo(0x80);
        try (TestSource source = TestSource.of(disk().target())) {
            DiskImage image = Detector.open(source, "vdi", OpenOptions.DEFAULT);
            assertThat(image.details().get("image id"))
                    .isEqualTo(Identifier.derived("another", "image").toString());
        }
    }

    private byte[] written(String seed) throws IOException {
        SparseGuest guest = new SparseGuest(2 * MIB, MIB).fill(new SplittableRandom(6), 1, 1);
        TargetDesign design = new VdiTarget().design(new TargetRequest("disk.vdi", guest.sizeBytes(), Map.of(), seed));
        new StitchedImage(design, guest).encode(new SplittableRandom(6), 1).writeTo(disk().target());
        return Files.readAllBytes(disk().target());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void gapsBetweenFragmentsAreAFaultBecauseVirtualBoxWouldWriteOverBlocks(int seed) {
        SparseGuest guest = new SparseGuest(9 * MIB, MIB).fill(new SplittableRandom(seed), 9, 2);
        StitchedImage image =
                new StitchedImage(design(guest.sizeBytes(), "off"), guest).encode(new SplittableRandom(seed), 2);
        image.maxGapUnits = 3;
        image.shuffleSeed = seed;

        assertThatThrownBy(() -> image.writeTo(disk().target()))
                .isInstanceOf(InternalException.class)
                .hasMessageContaining("no gaps");
    }

    @Test
    void qemuWritesOnIntoTheImageAndItStaysClean() throws IOException {
        SparseGuest guest = new SparseGuest(16 * MIB, MIB).fill(new SplittableRandom(5), 3, 2);
        new StitchedImage(design(guest.sizeBytes(), "off"), guest)
                .encode(new SplittableRandom(5), 3)
                .writeTo(disk().target());

        Peers.run("qemu-io", "-f", "vdi", "-c", "write -P 9 0 16M", disk().target());

        Peers.run("qemu-img", "check", "-f", "vdi", disk().target());
        try (TestSource source = TestSource.of(disk().target())) {
            assertThat(Materializer.bytes(Detector.open(source, "vdi", OpenOptions.DEFAULT)))
                    .containsOnly(9);
        }
    }

    private WrittenDisk disk() {
        return new WrittenDisk(folder, "vdi");
    }

    private void assertThatEveryProgramReads(SparseGuest guest) throws IOException {
        assertThatQemuReads(guest);
        disk().weReadIt().sevenZipReadsIt("vdi");
    }

    private void assertThatQemuReads(SparseGuest guest) throws IOException {
        disk().expecting(guest).qemuFindsNoFault().qemuReadsIt();
    }

    private static TargetDesign design(long virtualBytes, String fixed) {
        return new VdiTarget().design(new TargetRequest("disk.vdi", virtualBytes, Map.of("static", fixed), "seed"));
    }
}
