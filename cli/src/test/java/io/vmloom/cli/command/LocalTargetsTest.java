package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Folder;
import io.vmloom.cli.testing.Guest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to the file of a target that is there already, and how files look on disk. */
class LocalTargetsTest {
    /** Whole clusters and tables where a raw file takes a few blocks. */
    private static final long SLACK_BYTES = 2 << 20;

    /** Of the file's extents, and the last block. */
    private static final int FEW_BLOCKS_BYTES = 16 << 10;

    @TempDir
    private Path folder;

    @Test
    void anEqualTargetIsSkippedAndLeftAsItIs() throws IOException {
        Path raw = Guest.FRAGMENTS.writeRaw(folder.resolve("web.raw"));
        Path target = folder.resolve("web.qcow2");
        Command.run("convert", raw, target, "-o", "compress=on").succeeded();
        byte[] before = Files.readAllBytes(target);

        Command.Outcome again = Command.run("convert", raw, target).succeeded();

        assertThat(again.out()).isEqualTo(target + ": skipped, an equal target is there" + System.lineSeparator());
        assertThat(target).hasBinaryContent(before);
        assertThat(Folder.files(folder)).containsExactly("web.qcow2", "web.raw");
    }

    @Test
    void aTargetWithAnotherGuestIsRefused() throws IOException {
        Path raw = Guest.FRAGMENTS.writeRaw(folder.resolve("web.raw"));
        Path target = folder.resolve("web.qcow2");
        Path other = Guest.NOTHING_BUT_HOLES.writeRaw(folder.resolve("other.raw"));
        Command.run("convert", other, target).succeeded();
        byte[] before = Files.readAllBytes(target);

        assertThat(Command.run("convert", raw, target).complaint(ExitCode.FAILED))
                .isEqualTo(target + " already exists; its disk has 20971520 bytes where 8390144 would be written;"
                        + " give another target, or overwrite it (--overwrite)");
        assertThat(target).hasBinaryContent(before);
        assertThat(Folder.files(folder)).containsExactly("other.raw", "web.qcow2", "web.raw");
    }

    @ParameterizedTest
    @ValueSource(strings = {"web.qcow2", "web.vmdk"})
    void whateverElseStandsThereIsRefused(String name) throws IOException {
        Path raw = Guest.ODD.writeRaw(folder.resolve("web.raw"));
        Path target = Files.writeString(folder.resolve(name), "a letter");

        assertThat(Command.run("convert", raw, target, "-o", options(name)).complaint(ExitCode.FAILED))
                .startsWith(target + " already exists; it is not a readable ")
                .endsWith("; give another target, or overwrite it (--overwrite)");
        assertThat(target).hasContent("a letter");
    }

    @Test
    void overwritingPutsAWholeFileInPlaceOfAnother() throws IOException {
        Path raw = Guest.FRAGMENTS.writeRaw(folder.resolve("web.raw"));
        Path target = Files.writeString(folder.resolve("web.qcow2"), "a letter");
        Path secondName = Files.createLink(folder.resolve("kept"), target);

        Command.run("convert", "--overwrite", raw, target).succeeded();

        Command.run("compare", raw, target).succeeded();
        assertThat(secondName).as("the old file itself was not written to").hasContent("a letter");
        assertThat(Folder.files(folder)).containsExactly("kept", "web.qcow2", "web.raw");
    }

    @Test
    void overwritingByARefusedImageKeepsWhatIsThere() throws IOException {
        Path bad = Files.write(folder.resolve("bad.qcow2"), new byte[] {'Q', 'F', 'I', (byte) 0xfb, 0, 0, 0, 3});
        Path target = Files.writeString(folder.resolve("web.raw"), "a letter");

        Command.run("convert", "--overwrite", bad, target).complaint(ExitCode.REFUSED);

        assertThat(target).hasContent("a letter");
        assertThat(Folder.files(folder)).containsExactly("bad.qcow2", "web.raw");
    }

    @Test
    void aTargetThatIsASymbolicLinkReplacesWhatItPointsTo() throws IOException {
        Path raw = Guest.ODD.writeRaw(folder.resolve("web.raw"));
        Files.createDirectory(folder.resolve("pool"));
        Path pointedTo = Files.writeString(folder.resolve("pool/web.qcow2"), "a letter");
        Path link = Files.createSymbolicLink(folder.resolve("web.qcow2"), pointedTo);

        Command.run("convert", "--overwrite", raw, link).succeeded();

        assertThat(link).isSymbolicLink();
        Command.run("compare", raw, pointedTo).succeeded();
        assertThat(Folder.files(folder)).containsExactly("pool/web.qcow2", "web.qcow2", "web.raw");
    }

    @ParameterizedTest
    @ValueSource(strings = {"web.raw", "web.qcow2", "web.vmdk", "web.vdi", "web.qcow", "web.qed", "web.hds", "web.cow"})
    void holesStayHoles(String name) throws IOException {
        Path raw = Guest.SEVERAL_GIB.writeRaw(folder.resolve("source.raw"));
        Path qcow2 = folder.resolve("source.qcow2");
        Command.run("convert", raw, qcow2).succeeded();
        Path target = folder.resolve(name);

        Command.run("convert", qcow2, target, "-o", options(name)).succeeded();

        assertThat(Folder.allocatedBytes(target)).isLessThan(Folder.allocatedBytes(raw) + SLACK_BYTES);
    }

    /** Eight runs of 128 KiB of zeros, each behind as much data. */
    @ParameterizedTest
    @CsvSource({"0, 2048", "4k, 1024", "128k, 1024", "132k, 2048", "16M, 2048"})
    void aRawFileHasHolesAsLongAsIsAskedFor(String sparseSize, long allocatedKib) throws IOException {
        byte[] disk = new byte[2 << 20];
        for (int at = 0; at < disk.length; at += 256 << 10) {
            Arrays.fill(disk, at, at + (128 << 10), (byte) 7);
        }
        Path raw = Files.write(folder.resolve("web.raw"), disk);
        Path target = folder.resolve("new.raw");

        Command.run("convert", "-S", sparseSize, raw, target).succeeded();

        assertThat(target).hasBinaryContent(disk);
        assertThat(Folder.allocatedBytes(target))
                .isBetween(allocatedKib << 10, (allocatedKib << 10) + FEW_BLOCKS_BYTES);
    }

    @ParameterizedTest
    @CsvSource({
        "new.raw, 100, 'sparse_size (-S) must be a multiple of 512 up to 16M, or 0 for a file without holes, got: '",
        "new.raw, 32M, 'sparse_size (-S) must be a multiple of 512 up to 16M, '",
        "new.raw, some, 'sparse_size (-S): not a size: '",
        "new.qcow2, 4k, 'sparse_size (-S) is for raw files: other formats leave out their units of zeros, '"
    })
    void otherSizesOfHolesAreRefused(String name, String sparseSize, String reason) throws IOException {
        Path raw = Guest.ODD.writeRaw(folder.resolve("web.raw"));
        Path target = folder.resolve(name);

        assertThat(Command.run("convert", "-S", sparseSize, raw, target).complaint(ExitCode.USAGE))
                .startsWith(target + ": " + reason);
        assertThat(Folder.files(folder)).containsExactly("web.raw");
    }

    @ParameterizedTest
    @EnumSource(
            value = Guest.class,
            names = {"EMPTY", "ONE_SECTOR"})
    void theSmallestDisksGoToRawAndQcow2AndBack(Guest guest) throws IOException {
        Path raw = guest.writeRaw(folder.resolve("web.raw"));
        Path back = folder.resolve("back.raw");

        Command.run("convert", raw, folder.resolve("web.qcow2"), "--verify", "full")
                .succeeded();
        Command.run("convert", folder.resolve("web.qcow2"), back, "--verify", "full")
                .succeeded();

        assertThat(Files.mismatch(raw, back)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"qcow2", "raw", "vhdx"})
    void whatIsNotVerifiedIsConvertedAllTheSameAndHasNoDigest(String format) throws IOException {
        Path raw = Guest.SEVERAL_RANGES.writeRaw(folder.resolve("web.raw"));
        Path target = folder.resolve("web.target");

        Command.Outcome done = Command.run("convert", raw, target, "--to", format, "--verify", "none")
                .succeeded();

        assertThat(done.out()).contains("not verified").doesNotContain("vg1:");
        Command.run("compare", raw, target).succeeded();
    }

    @ParameterizedTest
    @ValueSource(strings = {"qcow2", "raw"})
    void aTargetThatIsLeftToTheSystemHasTheSameBytes(String format) throws IOException {
        Path raw = Guest.SEVERAL_RANGES.writeRaw(folder.resolve("web.raw"));
        Path synced = folder.resolve("synced");
        Path left = folder.resolve("left");

        Command.run("convert", raw, synced, "--to", format).succeeded();
        Command.run("convert", raw, left, "--to", format, "--no-sync").succeeded();

        assertThat(Files.mismatch(synced, left)).isEqualTo(-1);
    }

    @Test
    void anObjectIsNotLeftToTheSystem() throws IOException {
        Path raw = Guest.ONE_SECTOR.writeRaw(folder.resolve("web.raw"));

        assertThat(Command.run("convert", raw, "s3://images/web.qcow2", "--no-sync")
                        .complaint(ExitCode.USAGE))
                .startsWith("s3://images/web.qcow2 is an object");
    }

    @Test
    void noVmdkIsMadeOfNothing() throws IOException {
        Path raw = Guest.EMPTY.writeRaw(folder.resolve("web.raw"));
        Path target = folder.resolve("web.vmdk");

        assertThat(Command.run("convert", raw, target, "-o", "subformat=streamOptimized")
                        .complaint(ExitCode.USAGE))
                .startsWith(target + ": a VMDK can not hold an empty disk");
        assertThat(Folder.files(folder)).containsExactly("web.raw");
    }

    private static String options(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "vmdk" -> "subformat=streamOptimized";
            case "qcow2" -> "cluster_size=64k";
            case "vdi" -> "static=on";
            default -> "";
        };
    }
}
