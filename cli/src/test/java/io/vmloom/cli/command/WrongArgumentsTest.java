package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Folder;
import io.vmloom.cli.testing.Guest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One line that names the file, the reason and what to do; the documented exit code; nothing left behind. */
class WrongArgumentsTest {
    @TempDir
    private Path folder;

    private Path raw = Path.of("");

    @BeforeEach
    void aDisk() throws IOException {
        raw = Guest.ODD.writeRaw(folder.resolve("web.raw"));
    }

    /** In arguments, {@code @} stands for the folder. */
    static Stream<Arguments> complaints() {
        return Stream.of(
                arguments(
                        "convert @/none.raw @/new.qcow2",
                        ExitCode.UNREACHABLE,
                        "@/none.raw does not exist; check the name"),
                arguments(
                        "convert @/web.raw @/none/new.qcow2",
                        ExitCode.UNREACHABLE,
                        "directory of @/none/new.qcow2 does not exist; check the name"),
                arguments(
                        "convert @/web.raw @/web.raw/new.qcow2",
                        ExitCode.UNREACHABLE,
                        "directory of @/web.raw/new.qcow2 does not exist; check the name"),
                arguments(
                        "convert @/web.raw @/" + "long".repeat(70) + ".qcow2",
                        ExitCode.USAGE,
                        "@/" + "long".repeat(70) + ".qcow2 is no name the file system takes: File name too long"),
                arguments(
                        "convert @/web.raw @/new.disk",
                        ExitCode.USAGE,
                        "the name '@/new.disk' tells no format; say it with --to FMT"),
                arguments(
                        "convert @/web.raw @/new.raw --to dmg",
                        ExitCode.USAGE,
                        "format 'dmg' can not be written; choose one of raw, qcow2, vmdk"),
                arguments(
                        "convert @/web.raw @/new.raw --to bogus",
                        ExitCode.USAGE,
                        "format 'bogus' can not be written; choose one of raw, qcow2, vmdk"),
                arguments(
                        "convert @/web.raw @/new.raw --from bogus",
                        ExitCode.USAGE,
                        "unknown image format 'bogus'; known are "),
                arguments(
                        "convert @/web.raw @/new.raw --from qcow2",
                        ExitCode.REFUSED,
                        "@/web.raw: declared as qcow2, but the content is raw; "),
                arguments(
                        "convert @/web.raw @/new.qcow2 -o colour=red",
                        ExitCode.USAGE,
                        "@/new.qcow2: unknown qcow2 option 'colour'; known are backing_file, backing_fmt, "),
                arguments(
                        "convert @/web.raw @/new.qcow2 -o cluster_size=3k",
                        ExitCode.USAGE,
                        "@/new.qcow2: cluster_size must be a power of two from 4.0 KiB to 2.0 MiB, got: '3k'"),
                arguments(
                        "convert @/web.raw @/new.qcow2 -o compress",
                        ExitCode.USAGE,
                        "option -o needs KEY=VALUE, got: 'compress'; write for instance -o compress=on"),
                arguments(
                        "convert @/web.raw @/new.qcow2 -o compress=on,compress=off",
                        ExitCode.USAGE,
                        "option -o gives 'compress' twice; give it once"),
                arguments(
                        "convert @/web.raw @/new.vmdk -o subformat=custom",
                        ExitCode.USAGE,
                        "@/new.vmdk: unknown vmdk subformat 'custom'; known are monolithicSparse, streamOptimized,"),
                arguments(
                        "convert @/web.raw @/new.raw --snapshot monday",
                        ExitCode.USAGE,
                        "@/web.raw: a raw image holds no snapshots, but 'monday' was asked for; leave the snapshot out"),
                arguments(
                        "convert @/web.raw @/new.raw --verify well",
                        ExitCode.USAGE,
                        "verify level 'well' is not known; choose one of none, digest, full"),
                arguments(
                        "convert @/web.raw @/new.raw --workers -1",
                        ExitCode.USAGE,
                        "--workers must be 1 or more, or 0 for one per core, got: -1"),
                arguments(
                        "convert @/web.raw @/web.raw",
                        ExitCode.USAGE,
                        "source and target are the same: @/web.raw; an image is never converted in place"),
                arguments("convert @ @/new.raw", ExitCode.USAGE, "@ is a directory; name a regular file"),
                arguments("convert @/web.raw @ --to raw", ExitCode.USAGE, "@ is a directory; name a regular file"),
                arguments("convert @/web.raw /dev/null --to raw", ExitCode.USAGE, "/dev/null is a character device; "),
                arguments(
                        "convert s3://web @/new.raw", ExitCode.USAGE, "'s3://web' names no key; write s3://bucket/key"),
                arguments(
                        "convert s3:///web @/new.raw",
                        ExitCode.USAGE,
                        "bucket and key must not be empty, got: s3:///web; "),
                arguments(
                        "convert ftp://host/web @/new.raw",
                        ExitCode.USAGE,
                        "'ftp://host/web' has a scheme that is not known; use a path or s3://bucket/key"),
                arguments(
                        "inspect @/web.raw --max-virtual-size 1M",
                        ExitCode.REFUSED,
                        "@/web.raw: its disk has 1234567 bytes, and the policy allows 1048576; raise maxVirtualSize"),
                arguments(
                        "digest @/web.raw --allowed-formats qcow2,vhd",
                        ExitCode.REFUSED,
                        "@/web.raw: it is raw, and the policy allows only qcow2, vpc; "),
                arguments(
                        "map @/web.raw --max-virtual-size 0",
                        ExitCode.USAGE,
                        "--max-virtual-size: must be at least 1, got: 0"),
                arguments(
                        "measure @/web.raw --to raw --max-chain-depth many",
                        ExitCode.USAGE,
                        "--max-chain-depth: must be a number, got: 'many'"),
                arguments("inspect @/none", ExitCode.UNREACHABLE, "@/none does not exist; check the name"),
                arguments("digest @/none", ExitCode.UNREACHABLE, "@/none does not exist; check the name"),
                arguments(
                        "digest @/web.raw -a crc",
                        ExitCode.USAGE,
                        "digest algorithm 'crc' is not known; choose vg1, sha256 or md5"),
                arguments("compare @/web.raw @/none", ExitCode.UNREACHABLE, "@/none does not exist; check the name"),
                arguments(
                        "compare @/web.raw @/web.raw -F vmdk",
                        ExitCode.REFUSED,
                        "@/web.raw: declared as vmdk, but the content is raw; "));
    }

    @ParameterizedTest
    @MethodSource("complaints")
    void isToldInOneLine(String command, ExitCode code, String begin) throws IOException {
        Object[] arguments = command.replace("@", folder.toString()).split(" ", -1);

        String complaint = Command.run(arguments).complaint(code);

        assertThat(complaint).startsWith(begin.replace("@", folder.toString()));
        assertThat(Folder.files(folder)).containsExactly("web.raw");
    }

    @ParameterizedTest
    @MethodSource("misspelled")
    void whatTheParserRefusesIsFollowedByWhereToFindHelp(String command, String complaint, String help) {
        String[] arguments =
                Arrays.stream(command.split(" ", -1)).filter(w -> !w.isEmpty()).toArray(String[]::new);
        Command.Outcome outcome = Command.run((Object[]) arguments).ended(ExitCode.USAGE);

        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines()).containsExactly("vmloom: " + complaint, "Try '" + help + " --help'.");
    }

    static Stream<Arguments> misspelled() {
        return Stream.of(
                arguments("", "a command is missing", "vmloom"),
                arguments("convrt a b", "Unmatched arguments from index 0: 'convrt', 'a', 'b'", "vmloom"),
                arguments("convert a.raw", "Missing required parameter: '[SRC...] DST'", "vmloom convert"),
                arguments("digest a b", "Unmatched argument at index 2: 'b'", "vmloom digest"),
                arguments("convert a b --fast", "Unknown option: '--fast'", "vmloom convert"),
                arguments(
                        "convert a b --workers two",
                        "Invalid value for option '--workers': 'two' is not an int",
                        "vmloom convert"),
                arguments("inspect", "Missing required parameter: 'SRC'", "vmloom inspect"));
    }

    @Test
    void theSameFileUnderAnotherNameIsTheSameFile() throws IOException {
        Path symbolic = Files.createSymbolicLink(folder.resolve("symbolic.raw"), raw);
        Path hard = Files.createLink(folder.resolve("hard.raw"), raw);
        Path around = folder.resolve("../" + folder.getFileName() + "/web.raw");
        byte[] before = Files.readAllBytes(raw);

        for (Path other : new Path[] {symbolic, hard, around}) {
            assertThat(Command.run("convert", "--overwrite", raw, other).complaint(ExitCode.USAGE))
                    .startsWith("source and target are the same: ");
            assertThat(Command.run("convert", "--overwrite", other, raw).complaint(ExitCode.USAGE))
                    .startsWith("source and target are the same: ");
        }
        assertThat(raw).hasBinaryContent(before);
        assertThat(Folder.files(folder)).containsExactly("hard.raw", "symbolic.raw", "web.raw");
    }

    @Test
    void aDirectoryThatTakesNoFilesIsNamed() throws IOException {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        assertThat(closed.toFile().setWritable(false)).isTrue();
        // The super-user may write everywhere but into the kernel.
        Path target = Files.isWritable(closed) ? Path.of("/sys/new.qcow2") : closed.resolve("new.qcow2");

        assertThat(Command.run("convert", raw, target).complaint(ExitCode.UNREACHABLE))
                .startsWith(target + ": access denied (the directory must be writable: ");
    }
}
