package io.vmloom.format.vhd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.RequestException;
import io.vmloom.error.TargetException;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.Detector;
import io.vmloom.format.OpenOptions;
import io.vmloom.format.SparseDisk;
import io.vmloom.format.TargetFile;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetRequest;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.Peers;
import io.vmloom.testing.Seeded;
import io.vmloom.testing.TestSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole files, read by the reader of this package and by other programs. */
class VhdTargetTest {
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final Pattern QEMU_SIZE = Pattern.compile("\"virtual-size\": (\\d+)");

    @TempDir
    Path folder;

    @Seeded(12)
    void blocksInAnyOrderWithGapsMakeTheSameDisk(SplittableRandom random) throws IOException {
        long size = random.nextLong(24 * MIB) + 1;
        TargetDesign design = design(size, random.nextBoolean() ? "" : "force_size=off");
        SparseDisk disk = new SparseDisk(size).fill(random, 8, 40);
        TargetFile file = new TargetFile(design, disk).encode(random, 4);
        file.shuffleSeed = 1 + random.nextInt(1000);

        file.writeTo(target());

        assertThatAllRead(disk, design.virtualBytes());
    }

    @Seeded(6)
    void aFixedDiskIsTheGuestAndAFooter(SplittableRandom random) throws IOException {
        long size = random.nextLong(6 * MIB) + 1;
        TargetDesign design = design(size, "subformat=fixed" + (random.nextBoolean() ? "" : " force_size=off"));
        SparseDisk disk = new SparseDisk(size).fill(random, 5, 20);

        new TargetFile(design, disk).encode(random, 500).writeTo(target());

        assertThat(Files.size(target())).isEqualTo(design.virtualBytes() + 512);
        assertThatAllRead(disk, design.virtualBytes());
    }

    @ParameterizedTest
    @CsvSource({"1, 512", "511, 512", "512, 512", "513, 1024", "2097151, 2097152", "2097153, 2097664"})
    void theSizeIsKeptToTheSector(long size, long expected) throws IOException {
        for (String options : new String[] {"", "subformat=fixed"}) {
            SparseDisk disk = new SparseDisk(size).fill(new SplittableRandom(size), 0, 1);
            new TargetFile(design(size, options), disk)
                    .encode(new SplittableRandom(1), 3)
                    .writeTo(target());
            assertThatAllRead(disk, expected);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {7 * GIB + 512, 128 * GIB, 700 * GIB + 513 * 512, 2040 * GIB})
    void largeDisksOfHolesTakeOnlyTheirTable(long size) throws IOException {
        SparseDisk disk = new SparseDisk(size).fill(new SplittableRandom(size), 6, 3);
        new TargetFile(design(size, ""), disk)
                .encode(new SplittableRandom(2), 1 << 20)
                .writeTo(target());

        assertThat(Files.size(target())).isLessThan(60 * MIB);
        Peers.run("qemu-img", "compare", "-f", "raw", "-F", "vpc", disk.writeRaw(raw(), size), target());
        try (TestSource source = TestSource.of(target())) {
            DiskImage image = Detector.open(source, "vhd", OpenOptions.DEFAULT);
            assertThat(image.virtualBytes()).isEqualTo(size);
            byte[] end = Materializer.bytes(image, size - 5 * MIB);
            assertThat(end).isEqualTo(disk.read(size - 5 * MIB, (int) (5 * MIB)));
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

        assertThat(ours.virtualBytes()).isEqualTo(qemuSize(theirs));
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
            SparseDisk disk = new SparseDisk(0);
            new TargetFile(design(0, options), disk)
                    .encode(new SplittableRandom(1), 1)
                    .writeTo(target());
            assertThatTheDiskIs(disk, 0);
            assertThat(qemuSize(target())).isZero();
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

    private Path target() {
        return folder.resolve("disk.vhd");
    }

    private Path raw() {
        return folder.resolve("guest.raw");
    }

    private void assertThatAllRead(SparseDisk disk, long virtualBytes) throws IOException {
        assertThatTheDiskIs(disk, virtualBytes);
        assertThat(qemuSize(target())).isEqualTo(virtualBytes);
        Peers.run("qemu-img", "compare", "-f", "raw", "-F", "vpc", raw(), target());
        assertThat(Peers.run("vhdiinfo", target()).output()).contains("(" + virtualBytes + " bytes)");
        Path extracted = folder.resolve("7z");
        Peers.run("7zz", "x", "-y", "-tvhd", "-o" + extracted, target());
        try (var files = Files.list(extracted)) {
            Path only = files.findFirst().orElseThrow();
            assertThat(Files.mismatch(only, raw())).isEqualTo(-1);
            Files.delete(only);
        }
    }

    private void assertThatTheDiskIs(SparseDisk disk, long virtualBytes) throws IOException {
        Path read = folder.resolve("read.raw");
        try (TestSource source = TestSource.of(target());
                var out = Files.newOutputStream(read)) {
            DiskImage image = Detector.open(source, "vpc", OpenOptions.DEFAULT);
            assertThat(image.virtualBytes()).isEqualTo(virtualBytes);
            Materializer.write(image, 0, out);
        }
        assertThat(Files.mismatch(read, disk.writeRaw(raw(), virtualBytes))).isEqualTo(-1);
    }

    private static long qemuSize(Path file) {
        String info = Peers.run("qemu-img", "info", "-f", "vpc", "--output=json", file)
                .output();
        Matcher size = QEMU_SIZE.matcher(info);
        assertThat(size.find()).isTrue();
        return Long.parseLong(size.group(1));
    }

    static TargetDesign design(long virtualBytes, String options) {
        Map<String, String> map = new HashMap<>();
        for (String option : options.strip().split(" ", -1)) {
            if (!option.isEmpty()) {
                map.put(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
            }
        }
        return new VhdTarget().design(new TargetRequest("disk.vhd", virtualBytes, map, "seed"));
    }
}
