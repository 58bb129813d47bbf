package io.vmloom.format.vhd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.RequestException;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.Mapping;
import io.vmloom.format.Detector;
import io.vmloom.format.OpenOptions;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.Peers;
import io.vmloom.testing.Seeded;
import io.vmloom.testing.SparseGuest;
import io.vmloom.testing.TestSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VhdReaderTest {
    private static final int NOT_MAX = 0x0010_0411; // 16 cylinders, 4 heads, 17 sectors: 557056 bytes
    private static final int MAX = 0xffff_10ff;

    @TempDir
    Path folder;

    @Test
    void unusedBlocksAreUnallocatedAndBitmapsAreNotRead() {
        TestSource source = VhdFixture.dynamic().u8(0x800, 0).source();
        DiskImage image = open(source);

        assertThat(Materializer.extents(image, 0))
                .extracting(e -> e.mapping() instanceof Mapping.Data)
                .containsExactly(false, true);
        assertThat(Materializer.bytes(image, 1024))
                .isEqualTo(VhdFixture.dynamic().guest());
        assertThat(Materializer.bytes(image, 1500))
                .isEqualTo(Arrays.copyOfRange(VhdFixture.dynamic().guest(), 476, 1024));
    }

    @ParameterizedTest
    @CsvSource({
        "'vpc ', false",
        "'qemu', false",
        "'win ', true",
        "'qem2', true",
        "'d2v ', true",
        "'vbox', true",
        "'CTXS', true",
        "'wa  ', true"
    })
    void theCreatorDecidesWhichSizeCounts(String creator, boolean bySize) {
        VhdFixture fixture = VhdFixture.fixed();
        int at = VhdFixture.FIXED_FOOTER_AT;
        fixture.text(at + 28, creator).footer(at, 56, 4, 0x0001_0102); // one cylinder, one head, two sectors

        assertThat(open(fixture.source()).virtualBytes()).isEqualTo(bySize ? 2048 : 1024);
        fixture.footer(at, 56, 4, MAX);
        assertThat(open(fixture.source()).virtualBytes()).isEqualTo(2048);
    }

    @Test
    void aGeometryLargerThanTheTableIsRefused() {
        VhdFixture fixture = VhdFixture.dynamic().footers(28, 4, 0x76706320).footers(56, 4, NOT_MAX);

        assertThatThrownBy(() -> open(fixture.source()))
                .hasMessageContaining("needs 544 entries for a disk of 0x88000");
    }

    @Test
    void aFooterOf511BytesIsFound() {
        VhdFixture fixed = VhdFixture.fixed();
        VhdFixture dynamic = VhdFixture.dynamic();

        assertThat(Materializer.bytes(open(fixed.cutTo(fixed.length() - 1).source())))
                .hasSize(2048)
                .containsOnly(5);
        assertThat(open(dynamic.cutTo(dynamic.length() - 1).source()).details()).doesNotContainKey("footer");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDamagedFooterIsReplacedByItsCopy(boolean footer) {
        VhdFixture fixture = VhdFixture.dynamic().u8(footer ? 0xe50 : 0x50, 1);
        DiskImage image = open(fixture.source());

        assertThat(Materializer.bytes(image, 1024))
                .isEqualTo(VhdFixture.dynamic().guest());
        assertThat(image.details().containsKey("footer")).isEqualTo(footer);
    }

    @Test
    void aSnapshotIsRefused() {
        assertThatThrownBy(() -> new VhdReader().open(VhdFixture.fixed().source(), new OpenOptions("1")))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("holds no snapshots");
    }

    @Seeded(6)
    void whatQemuImgWritesIsReadAsItReadsItself(SplittableRandom random) throws IOException {
        Peers.need("qemu-img");
        long size = (random.nextLong(20 << 20) + 1) / 512 * 512 + 512;
        SparseGuest guest = new SparseGuest(size, 64 << 10).fill(random, 6, 30).fillLastByte();
        Path raw = guest.writeRaw(folder.resolve("guest.raw"), size);
        for (String options : new String[] {
            "subformat=dynamic", "subformat=dynamic,force_size=on", "subformat=fixed", "subformat=fixed,force_size=on"
        }) {
            Path file = folder.resolve("qemu.vhd");
            Path back = folder.resolve("back.raw");
            Path read = folder.resolve("read.raw");
            Peers.run("qemu-img", "convert", "-f", "raw", "-O", "vpc", "-o", options, raw, file);
            Peers.run("qemu-img", "convert", "-f", "vpc", "-O", "raw", file, back);
            try (TestSource source = TestSource.of(file);
                    var out = Files.newOutputStream(read)) {
                Materializer.write(Detector.open(source, "auto", OpenOptions.DEFAULT), 0, out);
            }
            assertThat(Files.mismatch(read, back)).as(options).isEqualTo(-1);
        }
    }

    private static DiskImage open(TestSource source) {
        return new VhdReader().open(source, OpenOptions.DEFAULT);
    }
}
