package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Guest;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that a key opens. */
class EncryptedTargetsTest {
    private static final String PASSPHRASE = "battery staple";
    private static final String QUICK = "iterations=1000";

    @TempDir
    private Path folder;

    private Path raw = Path.of("");
    private Path target = Path.of("");
    private String key = "";

    @BeforeEach
    void aDiskAndAKey() throws IOException {
        raw = Guest.FRAGMENTS.writeRaw(folder.resolve("web.raw"));
        target = folder.resolve("web.luks");
        key = "file:" + Files.writeString(folder.resolve("key"), PASSPHRASE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "digest", "full"})
    void aTargetIsOpenedByItsKeyAndNothingTellsTheKey(String verify) {
        Command.Outcome done = Command.run(
                        "convert", raw, target, "--target-key", key, "-o", QUICK, "--verify", verify, "--json")
                .succeeded();

        assertThat(done.out()).doesNotContain(PASSPHRASE).contains("\"verified\" : \"" + verify + "\"");
        Command.run("compare", raw, target, "--key-b", key).succeeded();
        Command.run("check", target).succeeded();
        Path back = folder.resolve("back.qcow2");
        Command.run("convert", target, back, "--key", key).succeeded();
        Command.run("compare", raw, back).succeeded();
    }

    @Test
    void qemuOpensItByTheSameFile() {
        Peers.need("qemu-img");
        Command.run("convert", raw, target, "--target-key", key).succeeded();

        Peers.run(
                "qemu-img",
                "compare",
                "--object",
                "secret,id=s," + key.replace("file:", "file="),
                "--image-opts",
                "driver=raw,file.filename=" + raw,
                "driver=luks,key-secret=s,file.filename=" + target);
    }

    @Test
    void whatIsThereIsSkippedForItsKeyAndRefusedForAnother() throws IOException {
        Command.run("convert", raw, target, "--target-key", key, "-o", QUICK).succeeded();
        Path other = Files.writeString(folder.resolve("other"), "another key");

        assertThat(Command.run("convert", raw, target, "--target-key", key, "-o", QUICK)
                        .succeeded()
                        .out())
                .contains("skipped, an equal target is there");
        assertThat(Command.run("convert", raw, target, "--target-key", "file:" + other, "-o", QUICK)
                        .complaint(ExitCode.FAILED))
                .contains("web.luks already exists; it is encrypted, and no key that was given opens it");
    }

    @Test
    void aTargetHasAKeyIfItIsEncryptedAndOnlyThen() {
        Path plain = folder.resolve("web.qcow2");

        assertThat(Command.run("convert", raw, target).complaint(ExitCode.USAGE))
                .isEqualTo(target + ": it is to be encrypted, and no key was given; say where the key is: --target-key"
                        + " file:PATH or --target-key env:NAME, output.key in a manifest");
        assertThat(Command.run("convert", raw, plain, "--target-key", key).complaint(ExitCode.USAGE))
                .startsWith(plain + ": a key was given, but nothing would be encrypted");
        assertThat(Command.run("convert", raw, target, "--target-key", PASSPHRASE)
                        .complaint(ExitCode.USAGE))
                .isEqualTo("--target-key says where the key is: file:PATH or env:NAME");
        assertThat(target).doesNotExist();
        assertThat(plain).doesNotExist();
    }

    /** Equal content would else be enough to be skipped. */
    @Test
    void aTargetThatIsThereIsNotTakenForAnEncryptedOneNorTheReverse() {
        Path image = folder.resolve("web.qcow2");
        Object[] encrypted = {
            "convert", raw, image, "--target-key", key, "-o", "encrypt.format=luks", "-o", "encrypt." + QUICK
        };
        Command.run("convert", raw, image).succeeded();

        assertThat(Command.run(encrypted).complaint(ExitCode.FAILED))
                .contains("web.qcow2 already exists; it is not encrypted;");

        Command.run(Stream.concat(Stream.of(encrypted), Stream.of("--overwrite"))
                        .toArray())
                .succeeded();
        assertThat(Command.run(encrypted).succeeded().out()).contains("skipped");
        assertThat(Command.run("convert", raw, image).complaint(ExitCode.FAILED))
                .contains("web.qcow2 already exists; it is encrypted, and no key that was given opens it");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 513, 70_000})
    void howLargeItBecomesAtTheMostIsKnownWithoutAKey(long size) throws IOException {
        Path disk = Files.write(folder.resolve("disk.raw"), new byte[(int) size]);
        Command.run("convert", disk, target, "--target-key", key, "-o", QUICK).succeeded();

        String measured = Command.run("measure", disk, "--to", "luks", "--json")
                .succeeded()
                .out();

        assertThat(Long.parseLong(measured.replaceAll("(?s).*\"maxTargetBytes\" *: *([0-9]+).*", "$1")))
                .isBetween(Files.size(target), Files.size(target) + 4096);
    }
}
