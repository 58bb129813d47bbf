package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Caps for images, told on the command line. */
class ImagePolicyTest {
    private static final int SECTORS = 16 << 10;
    private static final int REPEATED = 150;

    @TempDir
    private Path folder;

    /** The same eight mebibytes over and over: 1.2 GiB of a guest. */
    @ParameterizedTest
    @ValueSource(strings = {"measure --to raw", "digest", "digest -a md5", "convert @/out.raw"})
    void dataOutOfNothingIsRefusedBeforeAnyIsRead(String command) throws IOException {
        Path disk = repeated();
        String[] words = command.replace("@", folder.toString()).split(" ", -1);
        Object[] arguments = new Object[words.length + 4];
        arguments[0] = words[0];
        System.arraycopy(new Object[] {disk, "--allow-chain", "--max-expansion-ratio", "100"}, 0, arguments, 1, 4);
        System.arraycopy(words, 1, arguments, 5, words.length - 1);

        assertThat(Command.run(arguments).complaint(ExitCode.REFUSED))
                .startsWith(disk + ": it would expand to ")
                .contains("more than the policy's 100 to 1; raise maxExpansionRatio (--max-expansion-ratio)");
        assertThat(folder.resolve("out.raw")).doesNotExist();
    }

    @Test
    void whatIsWithinTheCapIsRead() throws IOException {
        Command.run("measure", repeated(), "--to", "raw", "--allow-chain", "--max-expansion-ratio", 150)
                .succeeded();
    }

    @Test
    void aChainMayHaveAsManyImagesAsAreAllowed() throws IOException {
        Path base = Files.write(folder.resolve("base.raw"), new byte[1 << 20]);
        Path top = folder.resolve("top.vmdk");
        Files.writeString(
                top,
                "# Disk DescriptorFile\nversion=1\nCID=12345678\nparentCID=ffffffff\n"
                        + "createType=\"monolithicFlat\"\nRW 2048 FLAT \"" + base.getFileName() + "\" 0\n");

        Command.run("inspect", top, "--allow-chain", "--max-chain-depth", 1).succeeded();
        Command.run("compare", top, base, "--allow-chain", "--max-chain-depth", 1)
                .succeeded();
        assertThat(Command.run("compare", top, base, "--allow-chain", "--allowed-formats", "vmdk")
                        .complaint(ExitCode.REFUSED))
                .startsWith(base + ": it is raw, and the policy allows only vmdk");
    }

    private Path repeated() throws IOException {
        byte[] content = new byte[SECTORS * 512];
        Arrays.fill(content, (byte) 7);
        Files.write(folder.resolve("same.bin"), content);
        return Files.writeString(
                folder.resolve("disk.vmdk"),
                "# Disk DescriptorFile\nversion=1\nCID=12345678\nparentCID=ffffffff\ncreateType=\"twoGbMaxExtentFlat\"\n"
                        + ("RW " + SECTORS + " FLAT \"same.bin\" 0\n").repeat(REPEATED));
    }
}
