package io.vmloom.format.dmg;

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
import io.vmloom.testing.Peers;
import io.vmloom.testing.Seeded;
import io.vmloom.testing.TestSource;
import io.vmloom.testing.apple.Lzfse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DmgReaderTest {
    private static final List<ChunkKind> KINDS = List.of(
            ChunkKind.ZERO,
            ChunkKind.PLAIN,
            ChunkKind.IGNORED,
            ChunkKind.ADC,
            ChunkKind.ZLIB,
            ChunkKind.BZIP2,
            ChunkKind.LZFSE,
            ChunkKind.LZMA);

    @TempDir
    private Path folder;

    @Seeded(80)
    void chunksOfEveryKindAreReadWhereverTheyStand(SplittableRandom random) {
        DmgFixture fixture = new DmgFixture(random);
        fixture.tables = random.nextBoolean() ? DmgFixture.Tables.PROPERTY_LIST : DmgFixture.Tables.RESOURCE_FORK;
        fixture.trailerPlace =
                random.nextInt(4) == 0 ? DmgFixture.TrailerPlace.IN_FRONT : DmgFixture.TrailerPlace.BEHIND;
        for (int i = random.nextInt(5); i >= 0; i--) {
            fixture.gap(random.nextInt(3)).table(60, kinds(random, KINDS));
        }
        fixture.gap(random.nextInt(3));

        DiskImage image = open(fixture.build());

        byte[] guest = fixture.guest();
        assertThat(Arrays.mismatch(Materializer.bytes(image), guest)).isEqualTo(-1);
        int from = random.nextInt(guest.length + 1);
        assertThat(Arrays.mismatch(Materializer.bytes(image, from), Arrays.copyOfRange(guest, from, guest.length)))
                .isEqualTo(-1);
        assertThat(Detector.check(TestSource.of("disk.dmg", fixture.build()), "dmg")
                        .first())
                .isEmpty();
    }

    /** 7-Zip 26.02 knows no blocks of LZFSE with plain tables, and fails at plain ones. */
    @Seeded(12)
    void sevenZipReadsTheSameGuest(SplittableRandom random) throws IOException {
        Peers.need("7zz");
        DmgFixture fixture = new DmgFixture(random);
        fixture.lzfseBlocks = List.of(Lzfse.Block.LZVN, Lzfse.Block.FSE_PACKED_TABLES);
        for (int i = random.nextInt(3); i >= 0; i--) {
            fixture.table(1200, kinds(random, KINDS));
        }
        Path file = Files.write(folder.resolve("disk.dmg"), fixture.build());
        Path target = Files.createDirectory(folder.resolve("target"));

        Peers.run("7zz", "x", "-tdmg", "-o" + target, file);

        assertThat(Arrays.mismatch(Materializer.bytes(open(fixture.build())), concatenated(target)))
                .isEqualTo(-1);
    }

    @Seeded(12)
    void qemuReadsTheSameGuest(SplittableRandom random) throws IOException {
        Peers.need("qemu-img");
        List<ChunkKind> known = List.of(ChunkKind.ZERO, ChunkKind.PLAIN, ChunkKind.IGNORED, ChunkKind.ZLIB);
        DmgFixture fixture = new DmgFixture(random);
        for (int i = random.nextInt(3); i >= 0; i--) {
            fixture.table(1200, kinds(random, known));
        }
        Path file = Files.write(folder.resolve("disk.dmg"), fixture.build());
        Path raw = folder.resolve("disk.raw");

        Peers.run("qemu-img", "convert", "-f", "dmg", "-O", "raw", file, raw);

        assertThat(Arrays.mismatch(Materializer.bytes(open(fixture.build())), Files.readAllBytes(raw)))
                .isEqualTo(-1);
    }

    @Test
    void zerosAreZerosAndWhatNoTableNamesWasNeverWritten() {
        DmgFixture fixture = new DmgFixture(new SplittableRandom(1))
                .table(1, ChunkKind.ZERO)
                .gap(1)
                .table(1, ChunkKind.PLAIN, ChunkKind.IGNORED)
                .gap(1);

        DiskImage image = open(fixture.build());

        assertThat(image.compressedUnitBytes()).isEqualTo(1);
        assertThat(Materializer.extents(image, 0))
                .extracting(Extent::mapping)
                .satisfiesExactly(
                        first -> assertThat(first).isInstanceOf(Mapping.Zero.class),
                        second -> assertThat(second).isInstanceOf(Mapping.Unallocated.class),
                        third -> assertThat(third).isInstanceOf(Mapping.Data.class),
                        fourth -> assertThat(fourth).isInstanceOf(Mapping.Unallocated.class));
    }

    @Test
    void theCompressedUnitIsAsLongAsTheLongestCompressedChunk() {
        DmgFixture fixture = new DmgFixture(new SplittableRandom(1));
        fixture.table(2000, ChunkKind.PLAIN, ChunkKind.ZERO).table(100, ChunkKind.ZLIB, ChunkKind.ZLIB, ChunkKind.ADC);
        DiskImage image = open(fixture.build());

        assertThat(image.compressedUnitBytes()).isEqualTo(64 << 10);
        assertThat(image.details()).containsEntry("chunks", "1 zero, 1 plain, 1 ADC, 2 zlib");
    }

    @Test
    void aCommentIsNoPartOfTheDisk() {
        DmgFixture fixture = new DmgFixture(new SplittableRandom(1)).table(10, ChunkKind.ZLIB, ChunkKind.ZLIB);
        fixture.storedTable(0).putInt(204 + 2 * 40, 0x7fff_fffe).putLong(204 + 2 * 40 + 16, 5000);

        assertThat(Materializer.bytes(open(fixture.build()))).isEqualTo(fixture.guest());
    }

    @Test
    void tablesThatWereChangedDoNotMatchTheTrailersChecksum() {
        DmgFixture fixture = new DmgFixture(new SplittableRandom(1)).table(10, ChunkKind.ZLIB);
        fixture.storedTable(0).putInt(72, 5);
        byte[] file = fixture.build();

        assertThat(Detector.check(TestSource.of("disk.dmg", file), "dmg").first())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.hostOffset()).isEqualTo(file.length - 512 + 352);
                    assertThat(finding.problem()).contains("checksum of the tables' checksums");
                });
    }

    @Test
    void bytesOutsideTheDataForkAreReported() {
        byte[] file = new DmgFixture(new SplittableRandom(1))
                .table(10, ChunkKind.ZLIB, ChunkKind.PLAIN)
                .build();
        file[file.length - 512 + 39]--;

        assertThat(Detector.check(TestSource.of("disk.dmg", file), "dmg").first())
                .extracting(Finding::problem)
                .singleElement()
                .asString()
                .contains("lie outside the data fork");
    }

    @Test
    void aSnapshotIsAWrongRequest() {
        byte[] file =
                new DmgFixture(new SplittableRandom(1)).table(1, ChunkKind.ZERO).build();

        assertThatThrownBy(() -> new DmgReader().open(TestSource.of("disk.dmg", file), new OpenOptions("before")))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("'before'");
    }

    private static ChunkKind[] kinds(SplittableRandom random, List<ChunkKind> among) {
        return Stream.generate(() -> among.get(random.nextInt(among.size())))
                .limit(random.nextInt(1, 8))
                .toArray(ChunkKind[]::new);
    }

    /** What 7-Zip makes of the tables: files whose names begin with their number. */
    private static byte[] concatenated(Path target) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Stream<Path> files = Files.list(target)) {
            for (Path file :
                    files.sorted(Comparator.comparingInt(DmgReaderTest::number)).toList()) {
                all.writeBytes(Files.readAllBytes(file));
            }
        }
        return all.toByteArray();
    }

    private static int number(Path file) {
        return Integer.parseInt(String.valueOf(file.getFileName()).split("\\.", 2)[0]);
    }

    private static DiskImage open(byte[] file) {
        return Detector.open(TestSource.of("disk.dmg", file), Detector.AUTO, OpenOptions.DEFAULT);
    }
}
