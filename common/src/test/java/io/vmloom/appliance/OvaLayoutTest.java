package io.vmloom.appliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmloom.appliance.PackageFinding.Kind;
import io.vmloom.archive.ArchiveMember;
import io.vmloom.archive.TarArchive;
import io.vmloom.digest.Sha256;
import io.vmloom.error.RequestException;
import io.vmloom.machine.Machine;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.ovf.OvfWriter;
import io.vmloom.testing.Peers;
import io.vmloom.testing.Seeded;
import io.vmloom.testing.TestSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OvaLayoutTest {
    private static final long HUGE_BYTES = 9L << 30;

    @TempDir
    private Path folder;

    @Seeded(50)
    void anotherReaderFindsEveryFileInOrder(SplittableRandom random) throws IOException {
        byte[] descriptor = bytes(random, random.nextInt(20_000));
        List<byte[]> disks = new ArrayList<>();
        for (int i = 0; i < random.nextInt(5); i++) {
            disks.add(bytes(random, random.nextInt(3) == 0 ? 512 * random.nextInt(5) : random.nextInt(40_000)));
        }
        OvaLayout layout = OvaLayout.of("web", descriptor, packed(disks));

        byte[] archive = written(layout, disks);

        assertThat(archive).hasSize((int) layout.sizeBytes());
        assertThat(archive.length % 10_240).isZero();
        Map<String, byte[]> files = read(archive);
        assertThat(files.keySet()).startsWith("web.ovf", "web.mf").hasSize(2 + disks.size());
        assertThat(files.get("web.ovf")).isEqualTo(descriptor);
        for (int i = 0; i < disks.size(); i++) {
            assertThat(files.get("web-disk" + (i + 1) + ".vmdk")).isEqualTo(disks.get(i));
        }
    }

    @Test
    void theManifestTellsOfEveryFileAndIsRight() {
        List<byte[]> disks = List.of(new byte[5000], "second".getBytes(StandardCharsets.UTF_8));
        byte[] descriptor = new OvfWriter().write(machine()).text().getBytes(StandardCharsets.UTF_8);
        byte[] archive = written(OvaLayout.of("web", descriptor, packed(disks)), disks);

        Appliance appliance =
                new PackageReader(CheckDepth.ALL_FILES).read(TarArchive.read(TestSource.of("a", archive)));

        assertThat(appliance.findings())
                .extracting(PackageFinding::kind)
                .containsExactly(Kind.VERIFIED, Kind.VERIFIED, Kind.VERIFIED);
    }

    @Test
    void theSameFilesGiveTheSameBytes() {
        List<byte[]> disks = List.of(new byte[700]);

        assertThat(written(OvaLayout.of("web", new byte[9], packed(disks)), disks))
                .isEqualTo(written(OvaLayout.of("web", new byte[9], packed(disks)), disks));
    }

    @Test
    void tarAndSevenZipReadADiskOfMoreThanEightGibibytes() throws IOException {
        Peers.need("tar", "7zz");
        List<PackedFile> disks = List.of(
                new PackedFile("web-disk1.vmdk", HUGE_BYTES, "00".repeat(32)),
                new PackedFile("web-disk2.vmdk", 5, "00".repeat(32)));
        OvaLayout layout = OvaLayout.of("web", "<Envelope/>".getBytes(StandardCharsets.UTF_8), disks);
        Path file = sparse(layout);

        String listed = Peers.run("tar", "-tvf", file).output();
        String tested = Peers.run("7zz", "l", "-slt", file).output();

        assertThat(listed.lines())
                .hasSize(4)
                .allMatch(line -> line.startsWith("-rw-r--r-- 0/0 "))
                .anyMatch(line -> line.contains(" " + HUGE_BYTES + " 1980-01-01 ") && line.endsWith(" web-disk1.vmdk"));
        assertThat(tested).contains("Path = web-disk1.vmdk").contains("Size = " + HUGE_BYTES);
        try (TestSource source = TestSource.of(file)) {
            TarArchive archive = TarArchive.read(source);
            assertThat(archive.ended()).isTrue();
            assertThat(archive.members())
                    .extracting(ArchiveMember::name)
                    .containsExactly("web.ovf", "web.mf", "web-disk1.vmdk", "web-disk2.vmdk");
            assertThat(archive.members().get(2).lengthBytes()).isEqualTo(HUGE_BYTES);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../up.vmdk", "/abs.vmdk", "a\nb", "", "…………………………………………………………………………………………………"})
    void aNameThatNotEveryReaderTakesIsRefused(String name) {
        List<PackedFile> disks = List.of(new PackedFile(name, 1, "00".repeat(32)));

        assertThatExceptionOfType(RequestException.class).isThrownBy(() -> OvaLayout.of("web", new byte[1], disks));
    }

    private static Machine machine() {
        return new MachineBuilder().name("web").build();
    }

    private static List<PackedFile> packed(List<byte[]> disks) {
        List<PackedFile> packed = new ArrayList<>();
        for (byte[] disk : disks) {
            packed.add(new PackedFile(
                    "web-disk" + (packed.size() + 1) + ".vmdk",
                    disk.length,
                    HexFormat.of().formatHex(Sha256.start().digest(disk))));
        }
        return packed;
    }

    private static byte[] written(OvaLayout layout, List<byte[]> disks) {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        for (OvaLayout.Run run : layout.runs()) {
            switch (run) {
                case OvaLayout.Run.Bytes(ByteBuffer buffer) -> {
                    byte[] bytes = new byte[buffer.remaining()];
                    buffer.duplicate().get(bytes);
                    archive.writeBytes(bytes);
                }
                case OvaLayout.Run.Disk(int number, long _) -> archive.writeBytes(disks.get(number));
            }
        }
        return archive.toByteArray();
    }

    /** With holes for disks. */
    private Path sparse(OvaLayout layout) throws IOException {
        Path file = folder.resolve("huge.ova");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long at = 0;
            for (OvaLayout.Run run : layout.runs()) {
                if (run instanceof OvaLayout.Run.Bytes(ByteBuffer buffer)) {
                    channel.write(buffer.duplicate(), at);
                }
                at += run.lengthBytes();
            }
        }
        return file;
    }

    private static Map<String, byte[]> read(byte[] archive) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                files.put(entry.getName(), tar.readAllBytes());
            }
        }
        return files;
    }

    private static byte[] bytes(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
