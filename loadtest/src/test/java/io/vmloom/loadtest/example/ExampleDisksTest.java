package io.vmloom.loadtest.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExampleDisksTest {
    @Test
    void theBytesOfEveryDiskAreTheSameOnEveryMachine() {
        Map<String, String> digests = new LinkedHashMap<>();
        ExampleDisks.all().forEach(disk -> digests.put(disk.name(), sha256(disk.bytes())));

        assertThat(digests)
                .containsExactly(
                        Map.entry("web-01", "31b3c1a636dd5c622cab951e95e2c1ffc1caf04767bc62b4345b166fbd954ecb"),
                        Map.entry("db-01", "e09120a8a35f82dfa88e6beadf5fdad732306466aada7aa60dfcd9804edff892"),
                        Map.entry("pocket", "8be91601c1eaa73a1ac26378581a3c83c25877439fcb47e6ef5e12e20a19c992"),
                        Map.entry("legacy", "55b106f6a26abe530baffc430222969e3165651ff623055e9530b15d656dcb92"));
    }

    @ParameterizedTest
    @MethodSource("io.vmloom.loadtest.example.ExampleDisks#all")
    void thePartitionHoldsTheFilesOfTheDisk(ExampleDisk disk) {
        byte[] bytes = disk.bytes();
        byte[] volume = Arrays.copyOfRange(bytes, disk.firstSector() * Sectors.BYTES, bytes.length);

        Map<String, byte[]> expected = new LinkedHashMap<>();
        FatVolumeTest.flatten("", disk.content().files(), expected);
        assertThat(new FatReader(volume).files()).containsExactlyEntriesOf(expected);
        assertThat(new String(expected.get("/ETC/HOSTNAME"), StandardCharsets.US_ASCII))
                .isEqualTo(disk.name() + "\n");
    }

    @ParameterizedTest
    @MethodSource("io.vmloom.loadtest.example.ExampleDisks#all")
    void aRawFileHoldsTheDiskWhateverStoodThereBefore(ExampleDisk disk, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("disk.raw");
        Files.writeString(file, "something else");

        disk.writeRaw(file);

        assertThat(Files.readAllBytes(file)).isEqualTo(disk.bytes());
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
