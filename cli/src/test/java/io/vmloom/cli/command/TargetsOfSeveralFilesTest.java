package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.embedded.EmbeddedS3;
import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.ChildCommand;
import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Folder;
import io.vmloom.cli.testing.Guest;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A text that makes a disk of other files: all of them are there, or none is taken for a disk. */
class TargetsOfSeveralFilesTest {
    @TempDir
    private Path folder;

    private Path raw;
    private Path target;

    @BeforeEach
    void writeSource() throws IOException {
        raw = Guest.FRAGMENTS.writeRaw(folder.resolve("source.raw"));
        target = folder.resolve("web.vmdk");
    }

    @ParameterizedTest
    @CsvSource({
        "monolithicFlat, web-flat.vmdk",
        "vmfs, web-flat.vmdk",
        "twoGbMaxExtentFlat, web-f001.vmdk web-f002.vmdk web-f003.vmdk",
        "twoGbMaxExtentSparse, web-s001.vmdk web-s002.vmdk web-s003.vmdk"
    })
    void everyKindHoldsTheGuestAndIsSkippedWhenItIsThere(String subformat, String extents) throws IOException {
        Path large = Guest.SEVERAL_GIB.writeRaw(folder.resolve("large.raw"));

        Command.Outcome made = convert(large, subformat, "--verify", "full").succeeded();

        Peers.run("qemu-img", "compare", "-f", "raw", "-F", "vmdk", large, target);
        assertThat(Peers.run("vmdkinfo", target).output()).contains("(" + Guest.SEVERAL_GIB.sizeBytes() + " bytes)");
        Peers.run("7zz", "l", "-tvmdk", target);
        for (String extent : extents.split(" ", -1)) {
            assertThat(made.out()).contains('"' + extent + '"');
            assertThat(folder.resolve(extent)).isRegularFile();
        }
        assertThat(Folder.files(folder)).hasSize(3 + extents.split(" ", -1).length);
        assertThat(convert(large, subformat).succeeded().out())
                .contains("SKIPPED", extents.substring(0, extents.indexOf(".vmdk")));
    }

    @Test
    void anExtentThatIsThereAlreadyIsSomebodysAndKept() throws IOException {
        Path extent = Files.writeString(folder.resolve("web-flat.vmdk"), "a letter");

        assertThat(convert(raw, "monolithicFlat").out()).contains(extent + " already exists");

        assertThat(extent).hasContent("a letter");
        assertThat(Folder.files(folder)).containsExactly("source.raw", "web-flat.vmdk");
    }

    @Test
    void aTargetOfWhichAnExtentIsGoneIsNoEqualOne() throws IOException {
        convert(raw, "monolithicFlat").succeeded();
        Files.delete(folder.resolve("web-flat.vmdk"));

        assertThat(convert(raw, "monolithicFlat").out())
                .contains("of the 1 files that it would have beside it there are 0");
    }

    @Test
    void overwritingReplacesAllFiles() throws IOException {
        convert(Guest.DENSE.writeRaw(folder.resolve("other.raw")), "monolithicFlat")
                .succeeded();

        convert(raw, "monolithicFlat", "--overwrite").succeeded();

        Command.run("compare", "--allow-chain", raw, target).succeeded();
        assertThat(Folder.files(folder)).containsExactly("other.raw", "source.raw", "web-flat.vmdk", "web.vmdk");
    }

    @Test
    void aRefusedSourceChangesNothingOfAnOldTarget() throws IOException {
        convert(raw, "monolithicFlat").succeeded();
        Path bad = Files.write(folder.resolve("bad.qcow2"), new byte[] {'Q', 'F', 'I', (byte) 0xfb, 0, 0, 0, 3});

        convert(bad, "monolithicFlat", "--overwrite").ended(ExitCode.REFUSED);

        Command.run("compare", "--allow-chain", raw, target).succeeded();
    }

    /** Killed when its extents had their names and the descriptor had not. */
    @Test
    void whatAKilledProcessHadPublishedIsMadeAgain() throws IOException {
        convert(raw, "monolithicFlat").succeeded();
        byte[] descriptor = Files.readAllBytes(target);
        Files.move(target, folder.resolve(".web.vmdk.vmloom.part"));

        convert(raw, "monolithicFlat").succeeded();

        assertThat(target).hasBinaryContent(descriptor);
        Command.run("compare", "--allow-chain", raw, target).succeeded();
        assertThat(Folder.files(folder)).containsExactly("source.raw", "web-flat.vmdk", "web.vmdk");
    }

    @Test
    void whatAnotherConversionHadPublishedIsKept() throws IOException {
        convert(Guest.DENSE.writeRaw(folder.resolve("other.raw")), "monolithicFlat")
                .succeeded();
        Files.move(target, folder.resolve(".web.vmdk.vmloom.part"));

        assertThat(convert(raw, "monolithicFlat").out()).contains("web-flat.vmdk already exists");

        assertThat(Files.mismatch(folder.resolve("other.raw"), folder.resolve("web-flat.vmdk")))
                .isEqualTo(-1);
    }

    @Test
    void aSourceIsNotOverwrittenByAnExtent() throws IOException {
        Path source = Files.move(raw, folder.resolve("web-flat.vmdk"));

        assertThat(Command.run("convert", "--overwrite", source, target, "-o", "subformat=monolithicFlat")
                        .complaint(ExitCode.USAGE))
                .startsWith("source and target are the same: " + source);
    }

    @Test
    void aNameThatADescriptorCanNotHoldIsRefused() {
        Path other = folder.resolve("w\u00fcrfel.vmdk");

        assertThat(Command.run("convert", raw, other, "-o", "subformat=vmfs").complaint(ExitCode.USAGE))
                .startsWith(other + ": the names of a VMDK's files stand in it");
    }

    @ParameterizedTest
    @CsvSource({"monolithicFlat, web-flat.vmdk", "twoGbMaxExtentFlat, web-f001.vmdk"})
    void objectsHaveTheBytesThatFilesHave(String subformat, String extent) throws Exception {
        convert(raw, subformat).succeeded();
        Path objects = folder.resolve("objects");
        try (EmbeddedS3 server = EmbeddedS3.start(objects)) {
            server.createBucket("disks");
            Object[] arguments = {"convert", "-q", "--json", raw, "s3://disks/web.vmdk", "-o", "subformat=" + subformat
            };

            ChildCommand.run(ChildCommand.environment(server), arguments).succeeded();

            assertThat(ChildCommand.run(ChildCommand.environment(server), arguments)
                            .succeeded()
                            .out())
                    .contains("SKIPPED");
            assertThat(Folder.files(objects)).containsExactly("disks/" + extent, "disks/web.vmdk");
            assertThat(Files.mismatch(folder.resolve(extent), objects.resolve("disks/" + extent)))
                    .isEqualTo(-1);
            Peers.run("qemu-img", "compare", "-f", "vmdk", "-F", "vmdk", target, objects.resolve("disks/web.vmdk"));
        }
    }

    private Command.Outcome convert(Path source, String subformat, Object... more) {
        Object[] arguments = new Object[6 + more.length];
        System.arraycopy(
                new Object[] {"convert", "--json", source, target, "-o", "subformat=" + subformat}, 0, arguments, 0, 6);
        System.arraycopy(more, 0, arguments, 6, more.length);
        return Command.run(arguments);
    }
}
