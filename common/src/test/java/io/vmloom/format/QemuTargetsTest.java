package io.vmloom.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vmloom.error.RequestException;
import io.vmloom.error.TargetException;
import io.vmloom.extent.DiskImage;
import io.vmloom.table.GroupSet;
import io.vmloom.table.TargetDesign;
import io.vmloom.testing.HostileFiles;
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
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole files of the rare formats that qemu-img reads, as it, others and we read them. */
class QemuTargetsTest {
    /** qemu-img 7.2 aborts on Parallels disks of a tebibyte, its own ones too. */
    private static final long NEARLY_A_TIB = (1L << 40) - 512;

    @TempDir
    private Path folder;

    record Kind(String format, String options) {
        TargetDesign design(long virtualBytes) {
            return QemuTargetsTest.design(format, virtualBytes, options);
        }

        int unitBytes() {
            return design(1).encoder().unitBytes();
        }

        @Override
        public String toString() {
            return format + " " + options;
        }
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                new Kind("qcow", ""),
                new Kind("qcow", "cluster_size=4k"),
                new Kind("qcow", "cluster_size=16k"),
                new Kind("qcow", "compress=on"),
                new Kind("qcow", "compress=on cluster_size=4k"),
                new Kind("qcow", "compress=on cluster_size=32k compression_level=1"),
                new Kind("qed", ""),
                new Kind("qed", "cluster_size=4k table_size=2"),
                new Kind("qed", "cluster_size=4k table_size=16"),
                new Kind("qed", "cluster_size=256k table_size=2"),
                new Kind("qed", "cluster_size=4M table_size=2"),
                new Kind("parallels", ""),
                new Kind("parallels", "cluster_size=4k"),
                new Kind("parallels", "cluster_size=64k"),
                new Kind("parallels", "cluster_size=8M"));
    }

    static Stream<Arguments> kindsAndSizes() {
        return kinds().flatMap(kind -> {
            long unit = kind.unitBytes();
            return LongStream.of(0, 1, 511, 512, 513, unit - 1, unit, unit + 1, 2 * unit + 513)
                    .filter(size -> size > 0 || !kind.format().equals("qcow"))
                    .mapToObj(size -> arguments(kind, size));
        });
    }

    @ParameterizedTest(name = "{0} of {1} bytes")
    @MethodSource("kindsAndSizes")
    void everySizeIsRoundedUpToASectorAndNoFurther(Kind kind, long size) throws IOException {
        TargetDesign design = kind.design(size);
        SparseGuest guest = new SparseGuest(size, kind.unitBytes()).fillLastByte();

        new StitchedImage(design, guest).encode(new SplittableRandom(1), 2).writeTo(target(kind.format()));

        assertThat(design.virtualBytes()).isEqualTo(Math.ceilDiv(size, 512) * 512);
        assertThatEveryProgramReads(kind, guest);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void fragmentsInAnyOrderBehindAPaddedFrontMakeACleanImage(Kind kind) throws IOException {
        for (int seed = 1; seed <= 4; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int unit = kind.unitBytes();
            SparseGuest guest = new SparseGuest(random.nextLong(1, 24L << 20), unit)
                    .fill(random, 10, 1 + (1 << 20) / unit)
                    .fillLastByte();
            StitchedImage image =
                    new StitchedImage(kind.design(guest.sizeBytes()), guest).encode(random, 1 + (3 << 20) / unit);
            image.shuffleSeed = seed;
            image.extraFrontUnits = random.nextInt(6);
            image.frontByBound = seed == 4;

            image.writeTo(target(kind.format()));

            assertThatEveryProgramReads(kind, guest);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "qcow, '', 1049088",
        "qcow, compress=on, 1049088",
        "qed, '', 3145728",
        "qed, cluster_size=128k table_size=2, 2228224",
        "parallels, '', 5242880",
        "parallels, cluster_size=16M, 16777216"
    })
    void aDiskOfNearlyATebibyteTakesItsTablesAndItsData(String format, String options, long mostFrontBytes)
            throws IOException {
        TargetDesign design = design(format, NEARLY_A_TIB, options);
        SparseGuest guest = new SparseGuest(NEARLY_A_TIB, design.encoder().unitBytes())
                .fill(new SplittableRandom(3), 8, 3)
                .fillLastByte();
        StitchedImage image = new StitchedImage(design, guest);
        image.shuffleSeed = 9;

        long frontBytes = image.encode(new SplittableRandom(3), 1 << 22).writeTo(target(format));

        assertThat(frontBytes).isLessThanOrEqualTo(mostFrontBytes);
        assertThatQemuReadsLarge(format, guest);
    }

    /** As for a local file of which the source's metadata promised more than there was. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"qcow, ''", "qed, ''", "qed, cluster_size=128k table_size=2"})
    void theFrontMayBeThatOfAFullDisk(String format, String options) throws IOException {
        SparseGuest guest = new SparseGuest(
                        NEARLY_A_TIB / 2, design(format, 512, options).encoder().unitBytes())
                .fill(new SplittableRandom(4), 4, 3)
                .fillLastByte();
        StitchedImage image = new StitchedImage(design(format, guest.sizeBytes(), options), guest);
        image.frontByBound = true;

        image.encode(new SplittableRandom(4), 1 << 22).writeTo(target(format));

        assertThatQemuReadsLarge(format, guest);
    }

    /** qemu-io 7.2 leaks a cluster of its own QED images too when clusters are small and it fills gaps between others. */
    static Stream<Kind> kindsThatQemuWrites() {
        return kinds().filter(kind -> !kind.toString().startsWith("qed cluster_size=4k"));
    }

    @ParameterizedTest
    @MethodSource("kindsThatQemuWrites")
    void qemuWritesOnIntoTheImageAndItStaysClean(Kind kind) throws IOException {
        SparseGuest guest = new SparseGuest(20 << 20, kind.unitBytes())
                .fill(new SplittableRandom(5), 6, 1 + (1 << 20) / kind.unitBytes());
        StitchedImage written = new StitchedImage(kind.design(20 << 20), guest).encode(new SplittableRandom(5), 40);
        written.extraFrontUnits = 3;
        written.writeTo(target(kind.format()));

        Path image = target(kind.format());
        Peers.run("qemu-io", "-f", kind.format(), "-c", "write -P 9 0 7M", "-c", "write -P 9 7M 13M", image);

        if (!kind.format().equals("qcow")) {
            disk(kind.format()).qemuFindsNoFault();
        }
        try (TestSource source = TestSource.of(target(kind.format()))) {
            byte[] nines = new byte[20 << 20];
            Arrays.fill(nines, (byte) 9);
            DiskImage read = Detector.open(source, kind.format(), OpenOptions.DEFAULT);
            assertThat(Arrays.mismatch(Materializer.bytes(read), nines)).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theSameRequestGivesTheSameBytes(Kind kind) throws IOException {
        Path again = folder.resolve("again");
        for (Path file : List.of(target(kind.format()), again)) {
            TargetDesign design = kind.design(5_000_000);
            SparseGuest guest =
                    new SparseGuest(5_000_000, design.encoder().unitBytes()).fill(new SplittableRandom(6), 9, 9);
            new StitchedImage(design, guest).encode(new SplittableRandom(6), 20).writeTo(file);
        }

        assertThat(Files.mismatch(target(kind.format()), again)).isEqualTo(-1);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatWeWroteIsRefusedOrReadWithoutLeavingTheFileWhenItIsDamaged(Kind kind) throws IOException {
        TargetDesign design = kind.design(1 << 20);
        SparseGuest guest = new SparseGuest(1 << 20, design.encoder().unitBytes()).fill(new SplittableRandom(7), 3, 3);
        new StitchedImage(design, guest).encode(new SplittableRandom(7), 9).writeTo(target(kind.format()));
        byte[] good = Files.readAllBytes(target(kind.format()));
        ImageReader reader = Formats.named(kind.format()).reader().orElseThrow();

        HostileFiles.damage(reader, good, 64, 500, 8);
        HostileFiles.damage(reader, good, (int) design.frontBytes(new GroupSet(design.groupBytes()), 0), 500, 9);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "qcow, cluster_size=128k, 1, 'cluster_size must be a power of two from 4.0 KiB to 64.0 KiB, got: ''128k'''",
        "qcow, cluster_size=2k, 1, 'cluster_size must be a power of two'",
        "qcow, compress=maybe, 1, 'compress must be on or off, got: ''maybe'''",
        "qcow, compression_level=3, 1, 'compression_level means nothing without compress=on'",
        "qcow, compress=on compression_level=13, 1, 'compression_level must be 1 to 12, got: ''13'''",
        "qcow, compress=on compression_level=x, 1, 'compression_level must be 1 to 12, got: ''x'''",
        "qcow, backing_file=a, 1, 'unknown qcow option ''backing_file''; known are cluster_size, compress, compression_level'",
        "qcow, '', 0, 'can not hold an empty disk'",
        "qed, cluster_size=2k, 1, 'cluster_size must be a power of two from 4.0 KiB to 64.0 MiB'",
        "qed, cluster_size=1x, 1, 'cluster_size: not a size: ''1x'''",
        "qed, table_size=3, 1, 'table_size must be 2, 4, 8 or 16 clusters, got: 3'",
        "qed, table_size=32, 1, 'table_size must be 2 to 16, got: ''32'''",
        "qed, cluster_size=8M table_size=2, 1, 'would map more than 2^63 bytes, which QEMU refuses'",
        "qed, cluster_size=4M, 1, 'would map more than 2^63 bytes'",
        "qed, table_size=16, 4294967808, 'maps more than 4 GiB, and qemu-img aborts'",
        "qed, cluster_size=128k, 4294967808, 'choose cluster_size=128k with table_size=2'",
        "parallels, cluster_size=63k, 1, 'cluster_size must be a power of two from 4.0 KiB to 64.0 MiB'",
        "parallels, subformat=plain, 1, 'unknown parallels option ''subformat''; known is cluster_size'"
    })
    void aWrongOptionIsRefusedByName(String format, String options, long size, String reason) {
        assertThatThrownBy(() -> design(format, size, options))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("disk." + format + ": ")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "qcow, cluster_size=4k, 562949951324160, 512.0 TiB",
        "qed, '', 35182224605184, 32.0 TiB",
        "qed, cluster_size=4k table_size=2, 4294967296, 4.0 GiB",
        "qed, cluster_size=128k table_size=2, 70364449210368, 64.0 TiB",
        "parallels, '', 562949952372736, 512.0 TiB",
        "parallels, cluster_size=4k, 2199023251456, 2.0 TiB"
    })
    void aLargerDiskThanTheLargestIsRefusedAtOnce(String format, String options, long largest, String limit) {
        assertThat(design(format, largest, options).virtualBytes()).isEqualTo(largest);
        assertThatThrownBy(() -> design(format, largest + 1, options))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining(limit);
    }

    private void assertThatEveryProgramReads(Kind kind, SparseGuest guest) throws IOException {
        assertThatQemuReads(kind.format(), guest);
        disk(kind.format()).weReadIt().weFindNoFault();
        if (kind.format().equals("qcow")) {
            assertThat(Peers.run("qcowinfo", target(kind.format())).output()).contains("Format version\t\t: 1");
            if (!kind.options().contains("compress=on")) {
                disk(kind.format()).sevenZipReadsIt("qcow");
            }
        }
    }

    private void assertThatQemuReads(String format, SparseGuest guest) throws IOException {
        disk(format).expecting(guest).qemuReadsIt();
        if (!format.equals("qcow")) {
            disk(format).qemuFindsNoFault();
        }
    }

    private void assertThatQemuReadsLarge(String format, SparseGuest guest) throws IOException {
        if (format.equals("qcow")) {
            disk(format).expecting(guest).qemuReadsItAround(guest); // qemu-img asks for each of its small units
        } else {
            assertThatQemuReads(format, guest);
        }
    }

    private WrittenDisk disk(String format) {
        return new WrittenDisk(folder, format);
    }

    private Path target(String format) {
        return disk(format).target();
    }

    private static TargetDesign design(String format, long virtualBytes, String options) {
        return Formats.writable(format)
                .target()
                .orElseThrow()
                .design(TargetRequests.of("disk." + format, virtualBytes, options));
    }
}
