package io.vmloom.format.vmdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.extent.DiskImage;
import io.vmloom.format.Detector;
import io.vmloom.format.OpenOptions;
import io.vmloom.table.GroupSet;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetRequest;
import io.vmloom.task.EncoderSpec;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.Peers;
import io.vmloom.testing.TestSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamOptimizedTargetTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0} bytes in ranges of {1} KiB")
    @CsvSource({
        "1, 64, 0",
        "65536, 64, 0",
        "65537, 64, 0",
        "1000000, 128, 0",
        "33554432, 1024, 0",
        "33554944, 1024, 1",
        "104857600, 4096, 0",
        "104858112, 64, 80",
        "209715200, 8192, 0"
    })
    void aStitchedStreamIsReadByEveryProgram(int guestBytes, int rangeKib, int extraFrontUnits) throws IOException {
        byte[] guest = guest(guestBytes);
        StitchedStream stitched = new StitchedStream(design(guestBytes, Map.of()), guest);
        stitched.extraFrontBytes = extraFrontUnits * 65536L;

        byte[] file = stitched.write(rangeKib << 10);

        byte[] expected = Arrays.copyOf(guest, Math.ceilDiv(guestBytes, 512) * 512);
        DiskImage reopened = Detector.open(TestSource.of("a.vmdk", file), "vmdk", OpenOptions.DEFAULT);
        assertThat(Arrays.equals(Materializer.bytes(reopened), expected)).isTrue();
        assertThat(Arrays.equals(new SequentialReader(file).guest(), expected)).isTrue();
        assertPeersAgree(file, expected);
    }

    private void assertPeersAgree(byte[] file, byte[] expected) throws IOException {
        Path stream = Files.write(folder.resolve("stitched.vmdk"), file);
        Path raw = Files.write(folder.resolve("guest.raw"), expected);
        Peers.run("qemu-img", "check", "-f", "vmdk", stream);
        Peers.run("qemu-img", "compare", "-f", "raw", "-F", "vmdk", raw, stream);
        Peers.run("7zz", "t", "-tvmdk", stream);
        Peers.run("vmdkinfo", stream);
    }

    @Test
    void anEmptyDiskHasNoGrainTables() throws IOException {
        byte[] guest = new byte[64 * MIB];

        byte[] file = new StitchedStream(design(guest.length, Map.of()), guest).write(MIB);

        assertThat(file).hasSize(65536 + 512);
        assertThat(Arrays.equals(new SequentialReader(file).guest(), guest)).isTrue();
        assertPeersAgree(file, guest);
    }

    @Test
    void theSameRequestGivesTheSameBytes() {
        byte[] guest = guest(3 * MIB);

        byte[] once = new StitchedStream(design(guest.length, Map.of()), guest).write(MIB);
        byte[] again = new StitchedStream(design(guest.length, Map.of()), guest).write(MIB);

        assertThat(again).isEqualTo(once);
    }

    @Test
    void theDescriptorSaysWhatWasAskedFor() {
        byte[] guest = guest(30 * MIB);
        Map<String, String> options = Map.of("adapter_type", "lsilogic", "hwversion", "13", "toolsversion", "11333");

        byte[] file = new StitchedStream(design(guest.length, options), guest).write(MIB);

        assertThat(new String(file, 512, 20 * 512, StandardCharsets.US_ASCII))
                .contains("RW 61440 SPARSE \"web 01.vmdk\"\n")
                .contains("ddb.adapterType = \"lsilogic\"\n")
                .contains("ddb.geometry.cylinders = \"3\"\n")
                .contains("ddb.geometry.heads = \"255\"\n")
                .contains("ddb.virtualHWVersion = \"13\"\n")
                .contains("ddb.toolsVersion = \"11333\"\n")
                .containsPattern("(?m)^CID=[0-9a-f]{8}$")
                .containsPattern("(?m)^ddb.longContentID = \"[0-9a-f]{32}\"$");
    }

    @Test
    void theFrontNeverShrinksWhenGroupsOrDataAreAdded() {
        TargetDesign design = design(1L << 40, Map.of());
        GroupSet groups = new GroupSet(design.groupBytes());
        long previous = design.frontBytes(groups, 0);

        for (int group = 0; group < 32768; group += 97) {
            groups.add(group * design.groupBytes(), 1);
            long next = design.frontBytes(groups, 1L << 30);
            assertThat(next).isGreaterThanOrEqualTo(previous).isEqualTo(next / 65536 * 65536);
            previous = next;
        }
    }

    @Test
    void theEncoderIsTheOneThatTheOptionsName() {
        EncoderSpec encoder = design(MIB, Map.of("compression_level", "9")).encoder();

        assertThat(encoder).isInstanceOfSatisfying(EncoderSpec.MarkedStream.class, stream -> {
            assertThat(stream.unitBytes()).isEqualTo(65536);
            assertThat(stream.compression().level()).isEqualTo(9);
            assertThat(stream.keepsStreams()).isFalse();
        });
    }

    private static TargetDesign design(long virtualBytes, Map<String, String> extraOptions) {
        Map<String, String> options = new HashMap<>(extraOptions);
        options.put("subformat", "streamOptimized");
        return new VmdkTarget()
                .design(new TargetRequest("s3://bucket/exports/web 01.vmdk", virtualBytes, options, "seed"));
    }

    /** Noise, text and long holes, with the last byte set so that the end matters. */
    private static byte[] guest(int length) {
        SplittableRandom random = new SplittableRandom(length);
        byte[] guest = new byte[length];
        for (int i = 0; i < 12; i++) {
            byte[] run = new byte[random.nextInt(1, Math.min(length, 700_000) + 1)];
            if (random.nextBoolean()) {
                random.nextBytes(run);
            } else {
                Arrays.fill(run, (byte) (i + 1));
            }
            System.arraycopy(run, 0, guest, random.nextInt(length - run.length + 1), run.length);
        }
        guest[length - 1] = 1;
        return guest;
    }
}
