package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Folder;
import io.vmloom.cli.testing.Guest;
import io.vmloom.codec.Wrapper;
import io.vmloom.testing.Peers;
import io.vmloom.testing.Wrapped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Images in compressed files. */
class UnpackedSourcesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Wrapper.class)
    void theImageInsideIsConvertedAndOnlyTheTargetIsLeft(Wrapper wrapper) throws IOException {
        Path raw = Guest.FRAGMENTS.writeRaw(folder.resolve("web.raw"));
        Path packed = Files.write(folder.resolve("web.packed"), Wrapped.of(wrapper, Files.readAllBytes(raw)));
        Path target = folder.resolve("web.qcow2");

        Command.run("convert", "--unpack", packed, target).succeeded();

        Peers.run("qemu-img", "compare", raw, target);
        assertThat(Folder.files(folder)).containsExactly("web.packed", "web.qcow2", "web.raw");
    }

    @Test
    void anImageOfAnyFormatMayBeInside() throws IOException {
        Path raw = Guest.ODD.writeRaw(folder.resolve("web.raw"));
        Path inside = folder.resolve("web.vmdk");
        Command.run("convert", raw, inside).succeeded();
        Path packed = Files.write(folder.resolve("web.vmdk.xz"), Wrapped.of(Wrapper.XZ, Files.readAllBytes(inside)));
        Path back = folder.resolve("back.qcow2");

        Command.run("convert", "--unpack", "--max-unpacked=1G", "--from", "vmdk", packed, back)
                .succeeded();

        Peers.run("qemu-img", "compare", raw, back);
        assertThat(Command.run("convert", "--unpack", packed, back).succeeded().out())
                .contains("skipped, an equal target is there");
    }

    @Test
    void nothingIsUnpackedUnasked() throws IOException {
        Path packed = Files.write(folder.resolve("web.raw.gz"), Wrapped.of(Wrapper.GZIP, new byte[512]));

        assertThat(Command.run("convert", packed, folder.resolve("web.raw")).complaint(ExitCode.REFUSED))
                .isEqualTo(packed + ": this is a gzip file (gzip), which is recognised but not read; have it unpacked"
                        + " first (convert --unpack, source.unpack in a manifest), or do it yourself");
        assertThat(Folder.files(folder)).containsExactly("web.raw.gz");
    }

    @Test
    void aFileThatIsCutOffOrTooLargeLeavesNothing() throws IOException {
        byte[] whole = Wrapped.of(Wrapper.BZIP2, Files.readAllBytes(Guest.ODD.writeRaw(folder.resolve("web.raw"))));
        Path packed = Files.write(folder.resolve("web.bz2"), Arrays.copyOf(whole, whole.length / 2));
        Path target = folder.resolve("web.qcow2");

        assertThat(Command.run("convert", "--unpack", packed, target).complaint(ExitCode.REFUSED))
                .startsWith(packed + " at offset 0x" + Integer.toHexString(whole.length / 2) + ": the bzip2 data are");
        Files.write(packed, whole);
        assertThat(Command.run("convert", "--unpack", "--max-unpacked=1M", packed, target)
                        .complaint(ExitCode.REFUSED))
                .startsWith(packed + ": it unpacks to more than 1048576 bytes out of " + whole.length);
        assertThat(Command.run("convert", "--unpack", "--max-unpacked=lots", packed, target)
                        .complaint(ExitCode.USAGE))
                .startsWith("--max-unpacked: ");
        assertThat(Folder.files(folder)).containsExactly("web.bz2", "web.raw");
    }

    @Test
    void complaintsAboutTheImageInsideNameTheFileThatTheUserHas() throws IOException {
        byte[] qcow2 = {'Q', 'F', 'I', (byte) 0xfb, 0, 0, 0, 9};
        Path packed = Files.write(folder.resolve("bad.gz"), Wrapped.of(Wrapper.GZIP, qcow2));

        assertThat(Command.run("convert", "--unpack", packed, folder.resolve("x.raw"))
                        .complaint(ExitCode.REFUSED))
                .startsWith(packed + " (unpacked)");
    }
}
