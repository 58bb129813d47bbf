package io.vmloom.format.vmdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.format.SampleImages;
import io.vmloom.store.Companions;
import io.vmloom.testing.LocalImage;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks in several files, and disks above others, as VMware's programs leave them. */
class ExtentFilesTest {
    private static final long MIB = 1 << 20;
    private static final int SECTOR = 512;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "monolithicFlat,4194304",
        "twoGbMaxExtentFlat,4194304",
        "twoGbMaxExtentSparse,4194304",
        "twoGbMaxExtentSparse,2148007936"
    })
    void everyKindInSeveralFilesReadsAsQemuReadsIt(String subformat, long bytes) throws IOException {
        Path disk = folder.resolve("disk.vmdk");
        Peers.run("qemu-img", "create", "-q", "-f", "vmdk", "-o", "subformat=" + subformat, disk, bytes);
        write(disk, bytes, 1);

        assertThat(LocalImage.md5(disk, LocalImage.beside())).isEqualTo(md5ByQemu(disk));
        assertThatThrownBy(() -> LocalImage.md5(disk, Companions.NONE))
                .hasMessageContaining("it needs an extent 'disk-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"monolithicSparse", "monolithicFlat", "twoGbMaxExtentSparse"})
    void aDeltaReadsAsQemuReadsIt(String subformat) throws IOException {
        Path base = folder.resolve("base.vmdk");
        Peers.run("qemu-img", "create", "-q", "-f", "vmdk", "-o", "subformat=" + subformat, base, 4 * MIB);
        write(base, 4 * MIB, 2);
        Path delta = folder.resolve("delta.vmdk");
        Peers.run("qemu-img", "create", "-q", "-f", "vmdk", "-b", base, "-F", "vmdk", delta);
        write(delta, 4 * MIB, 3);

        assertThat(LocalImage.md5(delta, LocalImage.beside())).isEqualTo(md5ByQemu(delta));
    }

    @Test
    void aDeltaWhoseParentWasWrittenToSinceIsRefusedByBothContentIds() throws IOException {
        Path base = folder.resolve("base.vmdk");
        Peers.run("qemu-img", "create", "-q", "-f", "vmdk", base, 4 * MIB);
        Path delta = folder.resolve("delta.vmdk");
        Peers.run("qemu-img", "create", "-q", "-f", "vmdk", "-b", base, "-F", "vmdk", delta);
        write(base, 4 * MIB, 4);

        refuses(delta, LocalImage.beside(), "it needs a parent image with VMDK content id ");
        refuses(delta, LocalImage.beside(), "the parent was written to after this image was made");
    }

    @Test
    void extentsThatOtherProgramsDropHaveTheirPlace() throws IOException {
        SampleImages.Row kinds = sample("crafted/extent-kinds.vmdk");
        byte[] flat = sample("generated-qemu-0.14.0/base4M.raw").bytes();
        Path disk = Files.write(folder.resolve("kinds.vmdk"), kinds.bytes());
        Path extent = Files.write(folder.resolve("base4M.raw"), flat);
        byte[] expected = new byte[(int) (4 * MIB)];
        System.arraycopy(flat, 0, expected, 0, (int) MIB);
        System.arraycopy(flat, 0, expected, (int) (2 * MIB), (int) MIB);
        System.arraycopy(flat, (int) MIB, expected, (int) (3 * MIB), (int) MIB);

        assertThat(LocalImage.bytes(disk, LocalImage.listed(extent))).isEqualTo(expected);
    }

    @Test
    void aSpaceEfficientExtentReadsAsQemuReadsIt() throws IOException {
        Path extent = Files.write(
                folder.resolve("sesparse.vmdk"),
                sample("fox-it+dissect.hypervisor/tests/_data/disk/vmdk/sesparse.vmdk")
                        .bytes());
        Path disk = descriptor("seSparse", "RW 1048576 SESPARSE \"sesparse.vmdk\"");

        assertThat(LocalImage.md5(disk, LocalImage.listed(extent))).isEqualTo(md5ByQemu(disk));
        refuses(extent, Companions.NONE, "one piece of a disk that a text file describes");
    }

    @Test
    void aRedoLogExtentOfEsxReadsAsQemuReadsIt() throws IOException {
        byte[] guest = new byte[(int) (4 * MIB)];
        new Random(5).nextBytes(guest);
        Arrays.fill(guest, 700 * SECTOR, 3000 * SECTOR, (byte) 0);
        Path extent = Files.write(folder.resolve("cowd.vmdk"), cowd(guest));
        Path disk = descriptor("vmfsSparse", "RW 8192 VMFSSPARSE \"cowd.vmdk\"");

        assertThat(LocalImage.bytes(disk, LocalImage.listed(extent))).isEqualTo(guest);
        assertThat(LocalImage.md5(disk, LocalImage.listed(extent))).isEqualTo(md5ByQemu(disk));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RW 8 FLAT \"/etc/passwd\" 0",
                "RW 8 FLAT \"../../../../etc/passwd\" 0",
                "RW 8 VMFS \"/dev/zero\"",
                "RW 8 FLAT \"json:{}\" 0",
                "RW 8 FLAT \"http://127.0.0.1/x\" 0",
                "RW 8 SPARSE \"\""
            })
    void filesOfTheSystemAreNotOpened(String line) throws IOException {
        refuses(descriptor("monolithicFlat", line), LocalImage.beside(), "it needs an extent '");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RW 8 FLAT \"piece\" 9 | the file ends inside the extent",
                "RW 999999999999999 FLAT \"piece\" 999999999999999 | the file ends inside the extent",
                "RW 0 FLAT \"piece\" 0 | an extent must have 1 sector",
                "RW 999999999999999 ZERO | its disk has ",
                "RW 8 VMFSRAW \"piece\" | extents of type VMFSRAW are not read",
                "RW 8 SPARSE \"piece\" | no VMDK magic number",
                "RW 8 VMFSSPARSE \"piece\" | must begin with COWD",
                "RW 8 SESPARSE \"piece\" | must begin with its magic number",
                "nothing | a descriptor must have 1 to 32768 extents, got: 0"
            })
    void extentsThatCanNotBeAreRefused(String line, String reason) throws IOException {
        Files.write(folder.resolve("piece"), new byte[8 * SECTOR]);

        refuses(descriptor("custom", line), LocalImage.beside(), reason);
    }

    private Path descriptor(String createType, String line) throws IOException {
        return Files.writeString(folder.resolve("described.vmdk"), """
                # Disk DescriptorFile
                version=1
                CID=12345678
                parentCID=ffffffff
                createType="%s"
                %s
                """.formatted(createType, line));
    }

    /** One table behind the directory, then the grains that are not zero, of one sector each. */
    private static byte[] cowd(byte[] guest) {
        int sectors = guest.length / SECTOR;
        int tables = Math.ceilDiv(sectors, 4096);
        int firstTable = 5;
        int firstGrain = firstTable + tables * 4096 * 4 / SECTOR;
        ByteBuffer file = ByteBuffer.allocate((firstGrain + sectors) * SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        file.put("COWD".getBytes(StandardCharsets.US_ASCII)).putInt(1).putInt(3).putInt(sectors);
        file.putInt(1).putInt(4).putInt(tables).putInt(firstGrain + sectors);
        int next = firstGrain;
        for (int table = 0; table < tables; table++) {
            file.putInt(4 * SECTOR + table * 4, firstTable + table * 4096 * 4 / SECTOR);
        }
        for (int sector = 0; sector < sectors; sector++) {
            byte[] grain = Arrays.copyOfRange(guest, sector * SECTOR, (sector + 1) * SECTOR);
            if (!Arrays.equals(grain, new byte[SECTOR])) {
                file.putInt(firstTable * SECTOR + sector * 4, next);
                file.put(next * SECTOR, grain);
                next++;
            }
        }
        return file.array();
    }

    private static SampleImages.Row sample(String path) {
        return SampleImages.rows().stream()
                .filter(row -> row.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private void refuses(Path image, Companions companions, String reason) {
        assertThatThrownBy(() -> LocalImage.md5(image, companions))
                .isInstanceOfSatisfying(
                        ConversionException.class,
                        e -> assertThat(e.code())
                                .isIn(ErrorCode.IMAGE_UNSAFE, ErrorCode.IMAGE_INVALID, ErrorCode.IMAGE_UNSUPPORTED))
                .hasMessageContaining(reason);
    }

    private static void write(Path image, long bytes, int seed) {
        Random random = new Random(seed);
        Stream<String> commands = random.longs(12, 0, bytes / SECTOR)
                .mapToObj(sector -> "write -q -P " + (1 + random.nextInt(255)) + " " + sector * SECTOR + " "
                        + Math.min(SECTOR * (1 + random.nextInt(400)), bytes - sector * SECTOR));
        Peers.run(
                "qemu-io",
                Stream.of(Stream.of("-f", "vmdk"), commands.flatMap(c -> Stream.of("-c", c)), Stream.of(image))
                        .flatMap(part -> part)
                        .toArray());
    }

    private String md5ByQemu(Path image) {
        Path raw = folder.resolve("expected.raw");
        Peers.run("qemu-img", "convert", "-f", "vmdk", "-O", "raw", image, raw);
        return Peers.run("md5sum", raw).output().split(" ")[0];
    }
}
