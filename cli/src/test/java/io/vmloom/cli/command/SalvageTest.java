package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Guest;
import io.vmloom.testing.Peers;
import io.vmloom.testing.Seeded;
import io.vmloom.unit.Alignment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What damaged images still hold; {@code qemu-img convert --salvage} says the same of them. */
class SalvageTest {
    @TempDir
    private Path folder;

    /** @param cutBytes where a file may be cut: some formats have what is missing of a last cluster read as zeros */
    private record Kind(String format, int cutBytes, List<String> options) {
        @Override
        public String toString() {
            return format + " " + String.join(" ", options);
        }
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                new Kind("qcow2", 64 << 10, List.of()),
                new Kind("qcow2", 1, List.of("-c")),
                new Kind("qcow2", 1, List.of("-c", "-o", "compression_type=zstd")),
                new Kind("vmdk", 1, List.of()),
                new Kind("vdi", 1, List.of()),
                new Kind("vpc", 1, List.of("-o", "force_size=on")),
                new Kind("vhdx", 1, List.of("-o", "block_size=1M")),
                new Kind("qed", 64 << 10, List.of()),
                new Kind("qcow", 64 << 10, List.of()),
                new Kind("parallels", 1 << 20, List.of()));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void ofAFileThatIsCutOffOnlyWhatIsToldToBeLostIsZero(Kind kind) throws IOException {
        byte[] image = Files.readAllBytes(image(kind));
        byte[] guest = Files.readAllBytes(folder.resolve("disk.raw"));
        for (int part = 1; part < 8; part++) {
            long leftBytes = Alignment.down(image.length / 2 + image.length / 16L * part, kind.cutBytes());
            Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(image, (int) leftBytes));
            Path target = folder.resolve("salvaged.raw");

            Command.Outcome outcome = Command.run("convert", "--salvage", "--json", "--overwrite", cut, target);

            JsonNode report = JsonMapper.shared().readTree(outcome.out());
            outcome.ended(report.has("losses") ? ExitCode.LOSSES : ExitCode.DONE);
            byte[] expected = guest.clone();
            assertThat(clear(expected, report))
                    .isEqualTo(report.path("lostBytes").asLong());
            byte[] actual = Arrays.copyOf(Files.readAllBytes(target), guest.length);
            assertThat(Arrays.mismatch(actual, expected))
                    .as("cut at part %d", part)
                    .isEqualTo(-1);
        }
    }

    @Test
    void asMuchOfAnImageIsLostAsByQemu() throws IOException {
        Kind kind = new Kind("qcow2", 64 << 10, List.of());
        byte[] image = Files.readAllBytes(image(kind));
        Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(image, image.length * 2 / 3));

        Command.Outcome outcome = salvage(cut, folder.resolve("salvaged.raw"));

        outcome.ended(ExitCode.LOSSES);
        assertThat(outcome.err()).contains("lost guest 0x", cut + " at offset 0x", "zeros in the target");
        assertThat(Command.run("convert", "-q", cut, folder.resolve("no.raw")).complaint(ExitCode.REFUSED))
                .contains("data cluster must be");
        assertSalvagedAsByQemu(kind, cut, folder.resolve("salvaged.raw"));
    }

    /** Checksums of grains tell what is damaged, so that everything else must be what it was. */
    @Seeded(12)
    void ofAStreamOptimizedDiskOnlyWhatIsToldToBeLostIsZero(SplittableRandom random) throws IOException {
        Path raw = Guest.FRAGMENTS.writeRaw(folder.resolve("disk.raw"));
        Path sound = folder.resolve("sound.vmdk");
        Peers.run("qemu-img", "convert", "-O", "vmdk", "-o", "subformat=streamOptimized", raw, sound);
        byte[] image = Files.readAllBytes(sound);
        for (int i = 0; i < 5; i++) {
            image[random.nextInt(1 << 18, image.length - (1 << 18))] ^= (byte) (1 + random.nextInt(255));
        }
        Path damaged = Files.write(folder.resolve("damaged.vmdk"), image);
        Path target = folder.resolve("salvaged.raw");

        Command.Outcome outcome = Command.run("convert", "--salvage", "--json", "--overwrite", damaged, target);

        outcome.ended(ExitCode.LOSSES);
        JsonNode report = JsonMapper.shared().readTree(outcome.out());
        byte[] expected = Files.readAllBytes(raw);
        assertThat(report.path("lostBytes").longValue()).isPositive().isEqualTo(clear(expected, report));
        for (JsonNode loss : report.path("losses")) {
            assertThat(loss.path("file").stringValue()).isEqualTo(damaged.toString());
            assertThat(loss.path("reason").stringValue()).isNotEmpty();
        }
        assertThat(Arrays.mismatch(Files.readAllBytes(target), expected)).isEqualTo(-1);
        Files.delete(raw);
        Files.delete(sound);
    }

    @Test
    void aTableOutsideTheFileLosesWhatItTellsOf() throws IOException {
        Path image = image(new Kind("qcow2", 64 << 10, List.of("-o", "cluster_size=4k")));
        byte[] bytes = Files.readAllBytes(image);
        ByteBuffer file = ByteBuffer.wrap(bytes);
        int directory = (int) file.getLong(40);
        file.putLong(directory + Long.BYTES, 1L << 40);
        Files.write(image, bytes);

        Command.Outcome outcome = salvage(image, folder.resolve("salvaged.raw"));

        outcome.ended(ExitCode.LOSSES);
        assertThat(outcome.err()).contains("lost guest 0x200000–0x400000: ", "L2 table 1 must be");
        assertSalvagedAsByQemu(new Kind("qcow2", 64 << 10, List.of()), image, folder.resolve("salvaged.raw"));
    }

    @Test
    void againItGivesTheSameBytesAndTellsTheSame() throws IOException {
        byte[] image = Files.readAllBytes(image(new Kind("qcow2", 1, List.of("-c"))));
        Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(image, image.length / 2));
        List<String> told = new ArrayList<>();
        for (String name : List.of("one.qcow2", "two.qcow2")) {
            told.add(salvage(cut, folder.resolve(name), "--verify", "full")
                    .ended(ExitCode.LOSSES)
                    .err()
                    .lines()
                    .filter(line -> line.startsWith("lost"))
                    .toList()
                    .toString());
        }

        assertThat(told.get(0)).isEqualTo(told.get(1));
        assertThat(Files.mismatch(folder.resolve("one.qcow2"), folder.resolve("two.qcow2")))
                .isEqualTo(-1);
    }

    @Test
    void aSoundImageLosesNothing() throws IOException {
        Path image = image(new Kind("qcow2", 1, List.of("-c")));

        Command.Outcome outcome = salvage(image, folder.resolve("disk.raw"));

        assertThat(outcome.succeeded().err()).doesNotContain("lost");
    }

    @Test
    void whatIsNoDamageStaysAnError() {
        assertThat(Command.run("convert", "-q", "--salvage", folder.resolve("none.qcow2"), folder.resolve("x.raw"))
                        .complaint(ExitCode.UNREACHABLE))
                .contains("does not exist");
    }

    /** Makes zeros of what was lost; how much it is. */
    private static long clear(byte[] guest, JsonNode report) {
        long lostBytes = 0;
        for (JsonNode loss : report.path("losses")) {
            int start = loss.path("start").intValue();
            int length = loss.path("length").intValue();
            Arrays.fill(guest, Math.min(start, guest.length), Math.min(start + length, guest.length), (byte) 0);
            lostBytes += length;
        }
        return lostBytes;
    }

    private Path image(Kind kind) throws IOException {
        Path raw = Guest.FRAGMENTS.writeRaw(folder.resolve("disk.raw"));
        Path image = folder.resolve("disk." + kind.format());
        List<Object> arguments = new ArrayList<>(List.of("convert", "-O", kind.format()));
        arguments.addAll(kind.options());
        arguments.addAll(List.of(raw, image));
        Peers.run("qemu-img", arguments.toArray());
        return image;
    }

    private static Command.Outcome salvage(Path source, Path target, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("convert", "-q", "--salvage", source, target));
        arguments.addAll(List.of(more));
        return Command.run(arguments.toArray());
    }

    private void assertSalvagedAsByQemu(Kind kind, Path damaged, Path salvaged) {
        Path theirs = folder.resolve("theirs.raw");
        Peers.run("qemu-img", "convert", "--salvage", "-f", kind.format(), "-O", "raw", damaged, theirs);
        Peers.run("qemu-img", "compare", "-f", "raw", "-F", "raw", theirs, salvaged);
    }
}
