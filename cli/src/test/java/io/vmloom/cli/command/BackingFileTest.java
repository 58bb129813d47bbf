package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Folder;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Overlays that stay overlays, as with {@code qemu-img convert -B}. */
class BackingFileTest {
    @TempDir
    private Path folder;

    private Path base;
    private Path overlay;
    private Path target;

    @BeforeEach
    void makeOverlay() {
        base = made("base.qcow2", "qcow2", "");
        overlay = made("overlay.qcow2", "qcow2", "base.qcow2");
        target = folder.resolve("target.qcow2");
    }

    /** With a backing file of the same format, where one is named. */
    private Path made(String name, String format, String backing) {
        Path image = folder.resolve(name);
        if (backing.isEmpty()) {
            Peers.run("qemu-img", "create", "-q", "-f", format, image, "9M");
            Peers.run("qemu-io", "-f", format, "-c", "write -P 1 0 3M", "-c", "write -P 2 7M 1100k", image);
        } else {
            Peers.run("qemu-img", "create", "-q", "-f", format, "-b", backing, "-F", format, image, "9M");
            Peers.run("qemu-io", "-f", format, "-c", "write -P 3 1M 5k", "-c", "write -z 2M 512k", image);
            Peers.run("qemu-io", "-f", format, "-c", "write -P 4 5M 200k", "-c", "write -P 0 0 64k", image);
        }
        return image;
    }

    @ParameterizedTest
    @CsvSource({
        "cluster_size=64k",
        "'compress=on,cluster_size=4k'",
        "'compress=on,compression_type=zstd,extended_l2=on'",
        "'cluster_size=2M,refcount_bits=64,lazy_refcounts=on'"
    })
    void theTargetHoldsTheChangesOverTheSameFile(String options) {
        Command.run("convert", "-B", "base.qcow2", "-F", "qcow2", "-o", options, "--verify", "full", overlay, target)
                .succeeded();

        assertThatTheTargetIsTheOverlay(overlay, "qcow2");
        assertThat(Peers.run("qemu-img", "info", target).output())
                .contains("backing file: base.qcow2", "backing file format: qcow2");
        assertThat(digest(target)).isEqualTo(digest(overlay));
        assertThat(Command.run(
                                "convert",
                                "-o",
                                options + ",backing_file=base.qcow2,backing_fmt=qcow2",
                                overlay,
                                "--allow-chain",
                                target)
                        .succeeded()
                        .out())
                .contains("skipped, an equal target is there");
    }

    @ParameterizedTest
    @CsvSource({"qcow2", "qed", "vmdk"})
    void aChainOfAnyFormatBecomesOneOfQcow2ImageByImage(String format) {
        Path first = made("a." + format, format, "");
        Path second = made("b." + format, format, "a." + format);
        Path third = folder.resolve("c." + format);
        Peers.run("qemu-img", "create", "-q", "-f", format, "-b", "b." + format, "-F", format, third, "9M");
        Peers.run("qemu-io", "-f", format, "-c", "write -P 9 4M 3M", third);

        Command.run("convert", first, folder.resolve("1.qcow2")).succeeded();
        Command.run("convert", "--allow-chain", "-B", "1.qcow2", "-F", "qcow2", second, folder.resolve("2.qcow2"))
                .succeeded();
        Command.run("convert", "--allow-chain", "-B", "2.qcow2", "-F", "qcow2", "--verify", "full", third, target)
                .succeeded();

        assertThatTheTargetIsTheOverlay(third, format);
        Peers.run("qemu-img", "compare", "-f", format, "-F", "qcow2", second, folder.resolve("2.qcow2"));
        assertThat(Peers.run("qemu-img", "map", target).output()).contains("1.qcow2", "2.qcow2", "target.qcow2");
    }

    @Test
    void theNameIsWrittenAsItIsSaidAndFoundFromTheTargetsPlaceOn() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere")).resolve("target.qcow2");

        Command.run("convert", "--allow-chain", "-B", "../base.qcow2", "-F", "qcow2", overlay, elsewhere)
                .succeeded();

        assertThat(Peers.run("qemu-img", "info", elsewhere).output()).contains("backing file: ../base.qcow2");
        Peers.run("qemu-img", "compare", "-f", "qcow2", "-F", "qcow2", overlay, elsewhere);
    }

    @Test
    void withoutVerificationTheBackingFileNeedNotBeThereYet() {
        Command.run("convert", "--allow-chain", "-B", "later.qcow2", "-F", "qcow2", "--verify", "none", overlay, target)
                .succeeded();

        Command.run("convert", base, folder.resolve("later.qcow2")).succeeded();
        assertThatTheTargetIsTheOverlay(overlay, "qcow2");
    }

    @Test
    void whatStandsThereAlreadyIsTheSameOnlyOverTheSameFile() {
        Command.run("convert", "--allow-chain", overlay, target).succeeded();

        assertThat(Command.run("convert", "-B", "base.qcow2", "-F", "qcow2", overlay, target)
                        .complaint(ExitCode.FAILED))
                .startsWith(target + " already exists");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-B other.qcow2 -F qcow2 --allow-chain | FAILED | /other.qcow2 does not fit: its disk is not the one below",
                "-B small.qcow2 -F qcow2 --allow-chain | FAILED | its disk has 1048576 bytes and that below the source has 9437184;",
                "-B none.qcow2 -F qcow2 --allow-chain | UNREACHABLE | /none.qcow2 does not exist",
                "-B base.qcow2 -F raw | REFUSED | declared as raw, but the content is qcow2",
                "-B target.qcow2 -F qcow2 --allow-chain | USAGE | source and target are the same",
                "-B other.qcow2 -F qcow2 | REFUSED | it needs a backing file 'base.qcow2', which was not listed",
                "-B base.qcow2 -F qcow2 -o size=10M | FAILED | a disk of 9437184 bytes would grow to 10485760",
                "-B base.qcow2 -F qcow2 -o compat=0.10 | USAGE | backing_file does not go with compat=0.10",
                "-B base.qcow2 -F qcow2 -O raw | USAGE | unknown raw option 'backing_file'",
                "-B base.qcow2 | USAGE | (-B and -F) go together",
                "-B base.qcow2 -o backing_file=base.qcow2 | USAGE | -B and -o backing_file say the same"
            })
    void whatCanNotBeIsRefusedAndNothingIsWritten(String arguments, ExitCode code, String reason) throws IOException {
        Files.copy(base, folder.resolve("other.qcow2"));
        Peers.run("qemu-io", "-f", "qcow2", "-c", "write -P 5 6M 1k", folder.resolve("other.qcow2"));
        Peers.run("qemu-img", "create", "-q", "-f", "qcow2", folder.resolve("small.qcow2"), "1M");

        assertThat(Command.run(("convert " + arguments + " " + overlay + " " + target).split(" ", -1))
                        .complaint(code))
                .contains(reason);
        assertThat(Folder.files(folder))
                .containsExactlyInAnyOrder("base.qcow2", "overlay.qcow2", "other.qcow2", "small.qcow2");
    }

    @Test
    void onlyOneOverlayHasChangesToKeep() {
        assertThat(Command.run("convert", "-B", "base.qcow2", "-F", "qcow2", base, target)
                        .complaint(ExitCode.FAILED))
                .startsWith(
                        target + ": a target with a backing file holds what one overlay changes, and the source is no"
                                + " overlay");
        assertThat(Command.run("convert", "-B", "base.qcow2", "-F", "qcow2", overlay, base, target)
                        .complaint(ExitCode.FAILED))
                .startsWith(target + ": a target with a backing file holds what one overlay changes");
    }

    private void assertThatTheTargetIsTheOverlay(Path source, String format) {
        Command.run("check", target).succeeded();
        Peers.run("qemu-img", "check", "-q", "-f", "qcow2", target);
        Peers.run("qemu-img", "compare", "-f", format, "-F", "qcow2", source, target);
    }

    private static String digest(Path image) {
        String line = Command.run("digest", "--allow-chain", image).succeeded().out();
        return line.substring(0, line.indexOf(' '));
    }
}
