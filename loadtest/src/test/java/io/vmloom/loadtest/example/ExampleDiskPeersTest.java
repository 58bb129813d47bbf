package io.vmloom.loadtest.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.testing.Peers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What programs of other people say about the disks. */
class ExampleDiskPeersTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("io.vmloom.loadtest.example.ExampleDisks#all")
    void fsckFindsNoFault(ExampleDisk disk) throws Exception {
        byte[] bytes = disk.bytes();
        Path volume = folder.resolve("volume.fat");
        Files.write(volume, Arrays.copyOfRange(bytes, disk.firstSector() * Sectors.BYTES, bytes.length));

        Peers.Outcome checked = Peers.run("fsck.fat", "-n", volume);

        assertThat(checked.output()).contains("11 files");
    }

    @ParameterizedTest
    @MethodSource("io.vmloom.loadtest.example.ExampleDisks#all")
    void mtoolsReadsEveryFileFromThePartition(ExampleDisk disk) throws Exception {
        Path copy = folder.resolve("copy");
        Path raw = folder.resolve("disk.raw");
        disk.writeRaw(raw);
        String volume = raw + "@@" + disk.firstSector() * Sectors.BYTES;

        Map<String, byte[]> files = new LinkedHashMap<>();
        FatVolumeTest.flatten("", disk.content().files(), files);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Peers.run("mcopy", "-n", "-i", volume, "::" + file.getKey(), copy);
            assertThat(copy).as(file.getKey()).hasBinaryContent(file.getValue());
        }
    }

    @ParameterizedTest
    @MethodSource("io.vmloom.loadtest.example.ExampleDisks#all")
    void theDiskBootsAndPrintsItsLineAndNothingElse(ExampleDisk disk) throws Exception {
        Path raw = folder.resolve("disk.raw");
        disk.writeRaw(raw);

        assertThat(EmulatedPc.serialOutputOf(raw, "raw")).isEqualTo(disk.bootLine() + "\r\n");
    }
}
