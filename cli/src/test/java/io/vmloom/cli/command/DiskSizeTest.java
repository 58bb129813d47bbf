package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Folder;
import io.vmloom.cli.testing.Guest;
import io.vmloom.testing.Peers;
import io.vmloom.testing.QemuImg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A target's disk that is larger than its source's. */
class DiskSizeTest {
    private static final int MIB = 1 << 20;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "raw, size=3M, 3145728",
        "raw, align=1M, 2097152",
        "raw, 'size=1234568,align=512', 1234944",
        "vpc, 'subformat=fixed,force_size=on,align=1M', 2097152",
        "vpc, size=64M, 67108864",
        "qcow2, 'size=5G,compress=on', 5368709120",
        "vmdk, 'size=3M,subformat=streamOptimized', 3145728",
        "vdi, 'static=on,align=1M', 2097152",
        "vhdx, 'subformat=fixed,size=40M', 41943040",
        "qed, align=1M, 2097152",
        "parallels, size=3M, 3145728"
    })
    void holdsTheGuestAndZerosBehindIt(String format, String options, long bytes) throws IOException {
        Path raw = Guest.ODD.writeRaw(folder.resolve("web.raw"));
        Path target = folder.resolve("web.target");

        Command.run("convert", "--to", format, "-o", options, "--verify", "full", raw, target)
                .succeeded();

        assertThat(QemuImg.virtualBytes(format, target)).isEqualTo(bytes);
        Peers.run("qemu-img", "compare", "-f", "raw", "-F", format, raw, target);
        assertThat(Command.run("convert", "--to", format, "-o", options, raw, target)
                        .succeeded()
                        .out())
                .contains("skipped, an equal target is there");
    }

    @Test
    void nothingCanGrowToSomething() throws IOException {
        Path raw = Guest.EMPTY.writeRaw(folder.resolve("web.raw"));
        Path target = folder.resolve("new.raw");

        Command.run("convert", "-o", "size=1M", raw, target).succeeded();

        assertThat(target).hasBinaryContent(new byte[MIB]);
    }

    @ParameterizedTest
    @CsvSource({
        "raw, size=1M, 'size must be at least the source''s 1234567 bytes, for a disk is never cut, got: 1048576; '",
        "raw, size=big, 'size: not a size: ''big''; '",
        "raw, size=0, 'size must be at least 1 byte, got: ''0'''",
        "raw, align=1000, 'align must be a multiple of 512 bytes, got: ''1000''; '",
        "raw, cluster_size=4k, 'unknown raw option ''cluster_size''; known are compression_level, outer, and size and align'",
        "vpc, 'force_size=off,align=1M', 'the format makes 2123776 bytes of the disk, which is no multiple of the 1048576 that'"
    })
    void whatCanNotBeIsRefusedBeforeAnythingIsWritten(String format, String options, String reason) throws IOException {
        Path raw = Guest.ODD.writeRaw(folder.resolve("web.raw"));
        Path target = folder.resolve("new.raw");

        assertThat(Command.run("convert", "--to", format, "-o", options, raw, target)
                        .complaint(ExitCode.USAGE))
                .startsWith(target + ": " + reason);
        assertThat(Folder.files(folder)).containsExactly("web.raw");
    }

    /** The cap is for images of strangers, not for what is asked of a target. */
    @Test
    void aDiskMayGrowBeyondThePolicyForSources() throws IOException {
        Path raw = Guest.ODD.writeRaw(folder.resolve("web.raw"));
        Path target = folder.resolve("new.qcow2");

        Command.run("convert", "--max-virtual-size", "1234567", "-o", "size=2T", raw, target)
                .succeeded();

        assertThat(Files.size(target)).isLessThan(4 * MIB);
    }
}
