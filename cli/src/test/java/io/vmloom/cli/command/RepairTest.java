package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Folder;
import io.vmloom.cli.testing.Guest;
import io.vmloom.testing.Peers;
import io.vmloom.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Copies in which metadata is in order; {@code qemu-img check} finds nothing any more, and compares guests. */
class RepairTest {
    private static final int REFCOUNT_TABLE_AT = 48;
    private static final int L1_ENTRIES_AT = 36;
    private static final int L1_AT = 40;

    @TempDir
    private Path folder;

    @Seeded(16)
    void whateverRefcountsSayTheyAreRightInTheCopy(SplittableRandom random) throws IOException {
        Folder.clear(folder);
        Path image = image(random);
        Path damaged = Files.write(folder.resolve("damaged.qcow2"), damaged(random, Files.readAllBytes(image)));
        Path repaired = folder.resolve("repaired.qcow2");
        byte[] before = Files.readAllBytes(damaged);

        Command.run("check", "--repair", repaired, damaged).succeeded();

        Peers.run("qemu-img", "check", "-f", "qcow2", repaired);
        Peers.run("qemu-img", "compare", "-q", image, repaired);
        Path snapshot = folder.resolve("snapshot.raw");
        Peers.run("qemu-img", "convert", "-l", "before", "-O", "raw", repaired, snapshot);
        Peers.run("qemu-img", "compare", "-q", folder.resolve("before.raw"), snapshot);
        assertThat(Peers.run("qemu-img", "info", repaired).output()).contains("name: changes");
        assertThat(damaged).hasBinaryContent(before);
        Peers.attempt("qemu-img", "check", "-q", "-r", "all", damaged);
        Peers.run("qemu-img", "compare", "-q", damaged, repaired);
    }

    @Test
    void anImageThatWasNotClosedIsCleanInTheCopy() {
        Path image = folder.resolve("lazy.qcow2");
        Peers.run("qemu-img", "create", "-q", "-f", "qcow2", "-o", "lazy_refcounts=on", image, "20M");
        Peers.attempt("qemu-io", "-c", "write -P 3 1M 1M", "-c", "abort", image);
        assertThat(Command.run("check", image).exitCode()).isEqualTo(ExitCode.FAILED.number());
        Path repaired = folder.resolve("repaired.qcow2");

        Command.Outcome outcome =
                Command.run("check", "--json", "--repair", repaired, image).succeeded();

        JsonNode report = JsonMapper.shared().readTree(outcome.out());
        assertThat(report.path("errors").asInt()).isPositive();
        assertThat(report.path("changes").toString()).contains("the dirty bit is cleared");
        assertThat(Peers.run("qemu-img", "info", repaired).output()).doesNotContain("dirty");
        Peers.run("qemu-img", "check", repaired);
        Peers.run("qemu-img", "compare", "-q", image, repaired);
    }

    @Test
    void ofASoundImageNoCopyIsWritten() throws IOException {
        Path image = image(new SplittableRandom(1));

        assertThat(Command.run("check", "--repair", folder.resolve("copy.qcow2"), image)
                        .succeeded()
                        .out())
                .contains("nothing is to be repaired");
        assertThat(folder.resolve("copy.qcow2")).doesNotExist();
    }

    @Test
    void whatCanNotBeKnownIsRefusedAndNothingIsLeft() throws IOException {
        Path image = image(new SplittableRandom(1));
        byte[] bytes = Files.readAllBytes(image);
        ByteBuffer file = ByteBuffer.wrap(bytes);
        int directory = (int) file.getLong(L1_AT);
        file.putLong(directory, file.getLong(directory) + (1L << 40));
        Path damaged = Files.write(folder.resolve("damaged.qcow2"), bytes);
        List<String> before = Folder.files(folder);

        assertThat(Command.run("check", "--repair", folder.resolve("copy.qcow2"), damaged)
                        .complaint(ExitCode.REFUSED))
                .contains("L2 table 0 must be");
        assertThat(Command.run("check", "--repair", folder.resolve("copy.raw"), folder.resolve("before.raw"))
                        .complaint(ExitCode.REFUSED))
                .contains("images of format raw are not repaired, only qcow2, VHD and VHDX");
        assertThat(Folder.files(folder)).isEqualTo(before);
    }

    @Test
    void whatIsThereIsNotReplacedAndNothingIsRepairedInPlace() throws IOException {
        Path image = image(new SplittableRandom(1));
        Path damaged = Files.write(
                folder.resolve("damaged.qcow2"), damaged(new SplittableRandom(1), Files.readAllBytes(image)));
        byte[] before = Files.readAllBytes(damaged);

        assertThat(Command.run("check", "--repair", damaged, damaged).complaint(ExitCode.FAILED))
                .contains("already exists");
        assertThat(Command.run("check", "--repair", "s3://images/repaired", damaged)
                        .complaint(ExitCode.USAGE))
                .startsWith("a repaired copy is written as a file");
        assertThat(damaged).hasBinaryContent(before);
    }

    @Test
    void extensionsThatNobodyHereKnowsAreNotLost() throws IOException {
        Path image = image(new SplittableRandom(1));
        byte[] bytes = damaged(new SplittableRandom(1), Files.readAllBytes(image));
        // The feature names are the first extension behind the header of version 3.
        ByteBuffer.wrap(bytes).putInt(ByteBuffer.wrap(bytes).getInt(100), 0x12345678);
        Path damaged = Files.write(folder.resolve("damaged.qcow2"), bytes);

        assertThat(Command.run("check", "--repair", folder.resolve("copy.qcow2"), damaged)
                        .complaint(ExitCode.REFUSED))
                .contains("header extensions that this version does not know");
    }

    /** With a snapshot, a bitmap and shared clusters. */
    private Path image(SplittableRandom random) throws IOException {
        Path raw = Guest.FRAGMENTS.writeRaw(folder.resolve("before.raw"));
        Path image = folder.resolve("image.qcow2");
        List<String> options = new ArrayList<>();
        boolean compressed = random.nextBoolean();
        options.add("cluster_size=" + (1 << 14 + random.nextInt(4)));
        // Many small compressed clusters share one of the file.
        options.add("refcount_bits=" + ((compressed ? 16 : 2) << random.nextInt(3)));
        options.add("extended_l2=" + (random.nextBoolean() ? "on" : "off"));
        List<Object> arguments = new ArrayList<>(List.of("convert", "-O", "qcow2", "-o", String.join(",", options)));
        if (compressed) {
            arguments.add("-c");
        }
        arguments.addAll(List.of(raw, image));
        Peers.run("qemu-img", arguments.toArray());
        Peers.run("qemu-img", "bitmap", "--add", image, "changes");
        Peers.run("qemu-img", "snapshot", "-c", "before", image);
        Peers.run("qemu-io", "-c", "write -P 7 70k 200k", "-c", "write -P 8 3M 5k", image);
        return image;
    }

    /** Refcounts, and the bits that follow from them, anyhow. */
    private static byte[] damaged(SplittableRandom random, byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        int table = (int) file.getLong(REFCOUNT_TABLE_AT);
        int block = (int) file.getLong(table);
        for (int i = 0; i < 30; i++) {
            bytes[block + random.nextInt(200)] = (byte) random.nextInt();
        }
        int directory = (int) file.getLong(L1_AT);
        for (int i = 0; i < file.getInt(L1_ENTRIES_AT); i++) {
            if (file.getLong(directory + i * Long.BYTES) != 0 && random.nextBoolean()) {
                file.put(directory + i * Long.BYTES, (byte) (file.get(directory + i * Long.BYTES) ^ 0x80));
            }
        }
        return bytes;
    }
}
