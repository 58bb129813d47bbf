package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.Command;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Persistent bitmaps go along, as with {@code qemu-img convert --bitmaps}. */
class KeptBitmapsTest {
    @TempDir
    private Path folder;

    private Path image;
    private Path target;
    private int exports;

    @BeforeEach
    void makeImage() {
        image = folder.resolve("vm.qcow2");
        target = folder.resolve("new.qcow2");
        Peers.run("qemu-img", "create", "-q", "-f", "qcow2", image, "300M");
        Peers.run("qemu-img", "bitmap", "--add", "-g", "64k", image, "since-monday");
        Peers.run("qemu-io", "-f", "qcow2", "-c", "write -P 1 1M 300k", "-c", "write -P 1 133M 1k", image);
        Peers.run("qemu-img", "bitmap", "--add", "-g", "512", image, "since-noon");
        Peers.run("qemu-io", "-f", "qcow2", "-c", "write -P 3 5M 40M", "-c", "write -P 1 299M 1k", image);
        Peers.run("qemu-img", "bitmap", "--add", "-g", "1M", image, "nothing-yet");
        Peers.run("qemu-img", "bitmap", "--add", "--disable", image, "stopped");
    }

    @ParameterizedTest
    @CsvSource({
        "cluster_size=64k",
        "'cluster_size=4k,compress=on'",
        "cluster_size=2M",
        "'extended_l2=on,refcount_bits=1'"
    })
    void qemuFindsEachOfThemWithTheSameBits(String options) throws IOException {
        Command.run("convert", "--bitmaps", "-o", options, "--verify", "full", image, target)
                .succeeded();

        Command.run("check", target).succeeded();
        Peers.run("qemu-img", "check", "-q", "-f", "qcow2", target);
        Peers.run("qemu-img", "compare", "-f", "qcow2", "-F", "qcow2", image, target);
        assertThat(bitmaps(target))
                .isEqualTo(bitmaps(image))
                .contains("since-monday", "since-noon", "nothing-yet", "stopped");
        for (String name : new String[] {"since-monday", "since-noon", "nothing-yet", "stopped"}) {
            assertThat(dirty(target, name)).as(name).isEqualTo(dirty(image, name));
        }
        assertThat(dirty(target, "since-noon")).contains("\"start\": 5242880, \"length\": 41943040");
    }

    @Test
    void withoutBeingAskedForTheyStayBehind() {
        Command.run("convert", image, target).succeeded();

        assertThat(Peers.run("qemu-img", "info", target).output()).doesNotContain("bitmaps");
    }

    @Test
    void theOverlayOfTwoImagesKeepsItsOwn() {
        Path overlay = folder.resolve("overlay.qcow2");
        Peers.run("qemu-img", "create", "-q", "-f", "qcow2", "-b", image, "-F", "qcow2", overlay);
        Peers.run("qemu-img", "bitmap", "--add", overlay, "of-the-overlay");

        Command.run("convert", "--bitmaps", "-B", "vm.qcow2", "-F", "qcow2", "--allow-chain", overlay, target)
                .succeeded();

        assertThat(bitmaps(target)).contains("of-the-overlay").doesNotContain("since-monday");
        Peers.run("qemu-img", "check", "-q", "-f", "qcow2", target);
        Peers.run("qemu-img", "compare", "-f", "qcow2", "-F", "qcow2", overlay, target);
    }

    @Test
    void anInconsistentOneIsRefusedOrLeftOut() throws IOException {
        byte[] file = Files.readAllBytes(image);
        setInUse(file, "since-noon");
        Files.write(image, file);

        assertThat(Command.run("convert", "--bitmaps", image, target).complaint(ExitCode.REFUSED))
                .contains("the source's bitmap 'since-noon' is inconsistent", "--skip-broken-bitmaps");
        assertThat(target).doesNotExist();
        Command.run("convert", "--bitmaps", "--skip-broken-bitmaps", image, target)
                .succeeded();

        assertThat(bitmaps(target)).contains("since-monday", "stopped").doesNotContain("since-noon");
        assertThat(dirty(target, "since-monday")).contains("\"start\": 1048576");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--bitmaps -O vmdk vm.qcow2 | unknown vmdk option 'bitmaps'",
                "--bitmaps -o compat=v2 vm.qcow2 | bitmaps=on does not go with compat=0.10",
                "--bitmaps -o size=1G vm.qcow2 | bitmaps can be kept of one qcow2 in its active state whose disk does not grow",
                "--bitmaps -l before vm.qcow2 | bitmaps can be kept of one qcow2 in its active state",
                "--bitmaps disk.raw | bitmaps can be kept of one qcow2",
                "--bitmaps vm.qcow2 vm.qcow2 | bitmaps can be kept of one qcow2",
                "--skip-broken-bitmaps vm.qcow2 | skip_broken_bitmaps means nothing without bitmaps=on"
            })
    void whatCanNotBeIsRefusedAndNothingIsWritten(String arguments, String reason) throws IOException {
        Files.write(folder.resolve("disk.raw"), new byte[512]);
        Peers.run("qemu-img", "snapshot", "-c", "before", image);

        String command =
                "convert " + arguments.replace("vm.qcow2", image.toString()).replace("disk.raw", folder + "/disk.raw");

        assertThat(Command.run((command + " " + target).split(" ", -1)).complaint(ExitCode.USAGE))
                .startsWith(target + ": " + reason);
        assertThat(target).doesNotExist();
    }

    /** As a program leaves it that is killed while it takes note. */
    private static void setInUse(byte[] file, String name) {
        int at = new String(file, StandardCharsets.ISO_8859_1).lastIndexOf(name);
        file[at - 9] |= 1; // the last byte of the flags, in front of type, granularity and two lengths
    }

    private static String bitmaps(Path image) {
        String info = Peers.run("qemu-img", "info", image).output();
        return info.substring(info.indexOf("bitmaps:"), info.indexOf("refcount bits"));
    }

    /** What a client of qemu's own server sees. */
    private String dirty(Path image, String bitmap) {
        Path socket = folder.resolve("s" + exports++);
        Peers.run("qemu-nbd", "--fork", "-r", "-f", "qcow2", "-k", socket, "--bitmap=" + bitmap, image);
        String map = Peers.run(
                        "qemu-img",
                        "map",
                        "--output=json",
                        "--image-opts",
                        "driver=nbd,server.type=unix,server.path=" + socket + ",x-dirty-bitmap=qemu:dirty-bitmap:"
                                + bitmap)
                .output();
        return map.lines()
                .filter(line -> line.contains("\"data\": false"))
                .toList()
                .toString();
    }
}
