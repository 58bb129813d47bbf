package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.Command;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several images become one disk, as with {@code qemu-img convert}. */
class SeveralSourcesTest {
    @TempDir
    private Path folder;

    private Path odd;
    private Path compressed;

    @BeforeEach
    void writeSources() throws IOException {
        byte[] content = new byte[300_007];
        new Random(1).nextBytes(content);
        odd = Files.write(folder.resolve("odd.raw"), content);
        compressed = folder.resolve("compressed.qcow2");
        Peers.run("qemu-img", "convert", "-c", "-f", "raw", "-O", "qcow2", odd, compressed);
    }

    @Test
    void eachGoesOnAtTheSectorAfterTheOneBeforeWhateverTheirFormats() {
        Path expected = folder.resolve("expected.raw");
        Peers.run("qemu-img", "convert", "-O", "raw", odd, compressed, odd, compressed, expected);
        Path target = folder.resolve("whole.qcow2");

        Command.run("convert", odd, compressed, odd, compressed, target, "--verify", "full")
                .succeeded();

        Peers.run("qemu-img", "compare", "-s", "-f", "raw", "-F", "qcow2", expected, target);
    }

    @Test
    void theSameImagesAgainAreSkippedAndInAnotherOrderRefused() {
        Path target = folder.resolve("whole.vmdk");
        Command.run("convert", odd, compressed, target).succeeded();

        assertThat(Command.run("convert", odd, compressed, target).succeeded().out())
                .contains("skipped, an equal target is there");
        assertThat(Command.run("convert", compressed, odd, odd, target).complaint(ExitCode.FAILED))
                .startsWith(target + " already exists");
    }

    @Test
    void aSnapshotOfSeveralImagesIsRefused() {
        assertThat(Command.run("convert", "-l", "before", compressed, odd, folder.resolve("whole.raw"))
                        .complaint(ExitCode.USAGE))
                .isEqualTo("a snapshot can be read of one source, and there are 2; convert the snapshot by itself"
                        + " first");
        assertThat(folder.resolve("whole.raw")).doesNotExist();
    }

    @Test
    void oneThatIsMissingIsNamed() {
        assertThat(Command.run("convert", odd, folder.resolve("none"), folder.resolve("whole.raw"))
                        .complaint(ExitCode.UNREACHABLE))
                .isEqualTo(folder.resolve("none") + " does not exist; check the name");
    }
}
