package io.vmloom.format.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vmloom.extent.DiskImage;
import io.vmloom.format.OpenOptions;
import io.vmloom.table.TargetDesign;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.Peers;
import io.vmloom.testing.SparseGuest;
import io.vmloom.testing.StitchedImage;
import io.vmloom.testing.TargetRequests;
import io.vmloom.testing.TestSource;
import io.vmloom.testing.WrittenDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole files, read by the reader of this package and by other programs. */
class Qcow2TargetTest {
    private static final int KIB = 1 << 10;
    private static final long GIB = 1L << 30;

    @TempDir
    Path folder;

    static Stream<String> kinds() {
        return Stream.of("", "compress=on", "compress=on compression_type=zstd");
    }

    static Stream<String> kindsOfTables() {
        return Stream.of(
                "compat=0.10",
                "compat=v2 compress=on",
                "extended_l2=on",
                "extended_l2=on compress=on compression_type=zstd lazy_refcounts=on",
                "refcount_bits=1",
                "refcount_bits=2 extended_l2=on",
                "refcount_bits=4",
                "refcount_bits=8",
                "refcount_bits=32 compress=on",
                "refcount_bits=64 compress=on compression_type=zstd extended_l2=on");
    }

    static Stream<Arguments> kindsAndClusterSizes() {
        Stream<Arguments> kinds =
                kinds().flatMap(kind -> IntStream.rangeClosed(12, 21).mapToObj(bits -> arguments(kind, bits)));
        Stream<Arguments> tables = kindsOfTables()
                .flatMap(kind -> IntStream.of(kind.contains("extended") ? 14 : 12, 16, 21)
                        .mapToObj(bits -> arguments(kind, bits)));
        return Stream.concat(kinds, tables);
    }

    static Stream<Arguments> kindsAndSizes() {
        return kinds().flatMap(kind -> LongStream.of(0, 1, 511, 512, 513, 65535, 65536, 65537, 65536 + 513, 3 * 65536)
                .mapToObj(size -> arguments(kind, size)));
    }

    @ParameterizedTest(name = "{0} cluster_size=2^{1}")
    @MethodSource("kindsAndClusterSizes")
    void fragmentsInAnyOrderWithGapsBehindAPaddedFrontMakeACleanImage(String kind, int clusterBits) throws IOException {
        RandomGenerator random = random(clusterBits + kind.hashCode());
        int clusterBytes = 1 << clusterBits;
        long size = (6L << 20) + 5L * clusterBytes + random.nextInt(clusterBytes);
        SparseGuest guest = new SparseGuest(size, clusterBytes).fill(random, 12, 1 + (KIB * KIB) / clusterBytes);
        StitchedImage image = new StitchedImage(design(size, kind + " cluster_size=" + clusterBytes), guest)
                .encode(random, 1 + (2L << 20) / clusterBytes);
        image.shuffleSeed = 1 + random.nextInt(1000);
        image.maxGapUnits = 3;
        image.extraFrontUnits = random.nextInt(4);

        image.writeTo(disk().target());

        assertThatTheDiskIs(guest);
        assertThatPeersRead(kind, guest);
    }

    @ParameterizedTest(name = "{0} of {1} bytes")
    @MethodSource("kindsAndSizes")
    void everySizeIsRoundedUpToASectorAndNoFurther(String kind, long size) throws IOException {
        SparseGuest guest = new SparseGuest(size, 64 * KIB);
        if (size > 0) {
            byte[] last = new byte[64 * KIB];
            Arrays.fill(last, (byte) 7);
            guest.put((size - 1) / (64 * KIB), last);
        }

        new StitchedImage(design(size, kind), guest).encode(random(1), 2).writeTo(disk().target());

        assertThatTheDiskIs(guest);
        assertThatPeersRead(kind, guest);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aFrontOfTheSizeThatAFullDiskWouldNeedIsJustAsClean(String kind) throws IOException {
        SparseGuest guest = new SparseGuest(3 * GIB, 4 * KIB).fill(random(2), 40, 30);
        StitchedImage image = new StitchedImage(design(3 * GIB, kind + " cluster_size=4k"), guest);
        image.frontByBound = true;

        image.encode(random(2), 1 << 14).writeTo(disk().target());

        assertThatQemuReads(guest);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aDiskOfTerabytesTakesOnlyTheTablesThatItNeeds(String kind) throws IOException {
        long size = 5L << 40;
        SparseGuest guest = new SparseGuest(size, 64 * KIB).fill(random(3), 20, 40);
        StitchedImage image = new StitchedImage(design(size, kind), guest);
        image.shuffleSeed = 9;

        long frontBytes = image.encode(random(3), 1 << 22).writeTo(disk().target());

        assertThat(frontBytes).isLessThan(2L << 20);
        assertThatQemuReads(guest);
    }

    @ParameterizedTest
    @CsvSource({"zlib, 4", "zlib, 2048", "zstd, 4", "zstd, 64", "zstd, 2048"})
    void compressedClustersThatShareAHostClusterAreCountedForEach(String type, int clusterKib) throws IOException {
        SparseGuest guest = new SparseGuest(32L * clusterKib * KIB, clusterKib * KIB);
        for (int unit = 0; unit < 32; unit++) {
            byte[] content = new byte[clusterKib * KIB];
            Arrays.fill(content, (byte) (unit + 1));
            guest.put(unit, content);
        }
        String options = "compress=on compression_type=" + type + " cluster_size=" + clusterKib + "k";

        new StitchedImage(design(guest.sizeBytes(), options), guest)
                .encode(random(4), 128)
                .writeTo(disk().target());

        assertThat(Files.size(disk().target())).isLessThan(guest.sizeBytes() / 2);
        assertThatTheDiskIs(guest);
        assertThatQemuReads(guest);
    }

    @ParameterizedTest
    @CsvSource({"4k, 4194304", "64k, 1048576", "2M, 1048576"})
    void refcountTablesOfSeveralClustersReachAcrossGapsOfTerabytes(String clusters, int gapUnits) throws IOException {
        TargetDesign design = design(20L << 20, "compress=on cluster_size=" + clusters);
        SparseGuest guest = new SparseGuest(20L << 20, design.encoder().unitBytes()).fill(random(8), 8, 5);
        StitchedImage image = new StitchedImage(design, guest);
        image.maxGapUnits = gapUnits;
        image.shuffleSeed = 8;

        image.encode(random(8), (4L << 20) / guest.unitBytes()).writeTo(disk().target());

        assertThatTheDiskIs(guest);
        assertThatQemuReads(guest);
    }

    @ParameterizedTest
    @CsvSource({"4k, 8", "64k, 2048", "2M, 2097152"})
    void theLargestDiskIsStillCheckedByQemu(String clusters, long tebibytes) throws IOException {
        TargetDesign design = design(tebibytes << 40, "cluster_size=" + clusters);
        SparseGuest guest =
                new SparseGuest(design.virtualBytes(), design.encoder().unitBytes());
        byte[] content = new byte[guest.unitBytes()];
        content[0] = 1;
        guest.put(guest.sizeBytes() / guest.unitBytes() - 1, content);

        long frontBytes =
                new StitchedImage(design, guest).encode(random(9), 1L << 40).writeTo(disk().target());

        assertThat(frontBytes).isLessThanOrEqualTo((32L << 20) + 8L * guest.unitBytes());
        Peers.run("qemu-img", "check", "-q", "-f", "qcow2", disk().target());
        try (TestSource source = TestSource.of(disk().target())) {
            DiskImage image = new Qcow2Reader().open(source, OpenOptions.DEFAULT);
            byte[] end = Materializer.bytes(image, guest.sizeBytes() - 2L * guest.unitBytes());
            assertThat(end).hasSize(2 * guest.unitBytes());
            assertThat(end[guest.unitBytes()]).isEqualTo((byte) 1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "4096, compress=on",
        "65536, compress=on",
        "4096, compress=on compat=0.10",
        "65536, compress=on extended_l2=on",
        "16384, extended_l2=on refcount_bits=32",
        "4096, refcount_bits=64 lazy_refcounts=on"
    })
    void qemuWritesOnIntoTheImageAndItStaysClean(int clusterBytes, String options) throws IOException {
        Peers.need("qemu-img", "qemu-io");
        SparseGuest guest = new SparseGuest(32L << 20, clusterBytes).fill(random(5), 20, 20);
        StitchedImage image =
                new StitchedImage(design(guest.sizeBytes(), options + " cluster_size=" + clusterBytes), guest);
        image.maxGapUnits = 2;
        image.encode(random(5), 100).writeTo(disk().target());

        new QemuImages(folder, clusterBytes).scribble(disk().target(), guest.sizeBytes(), clusterBytes, 60);
        Peers.run("qemu-img", "snapshot", "-c", "kept", disk().target());
        new QemuImages(folder, clusterBytes + 1).scribble(disk().target(), guest.sizeBytes(), clusterBytes, 60);

        Peers.run("qemu-img", "check", "-f", "qcow2", disk().target());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theSameRequestGivesTheSameBytes(String kind) throws IOException {
        Path again = folder.resolve("again.qcow2");
        for (Path file : new Path[] {disk().target(), again}) {
            SparseGuest guest = new SparseGuest(5_000_000, 64 * KIB).fill(random(6), 9, 9);
            new StitchedImage(design(guest.sizeBytes(), kind), guest)
                    .encode(random(6), 20)
                    .writeTo(file);
        }

        assertThat(Files.mismatch(disk().target(), again)).isEqualTo(-1);
    }

    @Test
    void theHeaderNamesWhatQemuImgWouldShow() throws IOException {
        SparseGuest guest = new SparseGuest(1 << 20, 128 * KIB);
        new StitchedImage(design(guest.sizeBytes(), "compression_type=zstd cluster_size=128k"), guest)
                .encode(random(7), 4)
                .writeTo(disk().target());

        assertThat(Peers.run("qemu-img", "info", disk().target()).output())
                .contains("virtual size: 1 MiB", "cluster_size: 131072", "compat: 1.1", "compression type: zstd")
                .contains("refcount bits: 16", "corrupt: false", "extended l2: false");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "compat=0.10 | compat: 0.10",
                "compat=v2 compress=on | compression type: zlib",
                "refcount_bits=1 | refcount bits: 1",
                "refcount_bits=64 | refcount bits: 64",
                "extended_l2=on | extended l2: true",
                "lazy_refcounts=on | lazy refcounts: true"
            })
    void qemuImgShowsWhatWasAskedFor(String options, String shown) throws IOException {
        SparseGuest guest = new SparseGuest(1 << 20, 64 * KIB).fill(random(10), 3, 2);

        new StitchedImage(design(guest.sizeBytes(), options), guest)
                .encode(random(10), 4)
                .writeTo(disk().target());

        assertThat(Peers.run("qemu-img", "info", disk().target()).output()).contains(shown + "\n");
    }

    private WrittenDisk disk() {
        return new WrittenDisk(folder, "qcow2");
    }

    private void assertThatTheDiskIs(SparseGuest guest) throws IOException {
        disk().expecting(guest).weReadIt();
    }

    private void assertThatPeersRead(String kind, SparseGuest guest) throws IOException {
        assertThatQemuReads(guest);
        boolean onlyQemu = kind.contains("zstd") || kind.contains("extended");
        if (!onlyQemu && guest.sizeBytes() > 0) {
            Peers.run("qcowinfo", disk().target());
            disk().sevenZipReadsIt("qcow");
        }
    }

    /** The check fails for leaked clusters too. */
    private void assertThatQemuReads(SparseGuest guest) throws IOException {
        disk().expecting(guest).weFindNoFault().qemuFindsNoFault().qemuReadsIt();
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static TargetDesign design(long virtualBytes, String options) {
        return new Qcow2Target().design(TargetRequests.of("disk.qcow2", virtualBytes, options));
    }
}
