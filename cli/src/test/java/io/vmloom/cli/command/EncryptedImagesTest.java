package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Guest;
import io.vmloom.testing.Peers;
import io.vmloom.testing.QemuImg;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Encrypted sources, with the right key, another one, and none. */
class EncryptedImagesTest {
    private static final String PASSPHRASE = "battery staple";

    @TempDir
    private Path folder;

    private Path raw = Path.of("");
    private Path locked = Path.of("");
    private String key = "";

    @BeforeEach
    void anEncryptedDisk() throws IOException {
        raw = Guest.FRAGMENTS.writeRaw(folder.resolve("web.raw"));
        locked = folder.resolve("locked.qcow2");
        Path file = Files.writeString(folder.resolve("key"), PASSPHRASE);
        key = "file:" + file;
        Peers.need("qemu-img");
        String options = "encrypt.format=aes,encrypt.key-secret=s";
        Peers.run(
                "qemu-img",
                "convert",
                "--object",
                "secret,id=s,file=" + file,
                "-O",
                "qcow2",
                "-o",
                options,
                raw,
                locked);
    }

    @Test
    void withItsKeyItIsConvertedLikeAnyOther() {
        Path target = folder.resolve("web.vmdk");

        Command.Outcome done =
                Command.run("convert", locked, target, "--key", key, "--json").succeeded();

        assertThat(done.out()).doesNotContain(PASSPHRASE);
        Command.run("compare", raw, target).succeeded();
        Command.run("compare", "--key-b", key, raw, locked).succeeded();
        assertThat(Command.run("digest", "-a", "md5", locked, "--key", key)
                        .succeeded()
                        .out())
                .startsWith(Command.run("digest", "-a", "md5", raw).out().substring(0, 32));
    }

    /** Nothing in such an image tells whether a key is right, so an equal recipe means nothing. */
    @Test
    void aTargetThatAnotherKeyMadeIsNotTakenForDone() throws IOException {
        Path target = folder.resolve("web.qcow2");
        Path other = Files.writeString(folder.resolve("other"), "another key");
        Command.run("convert", locked, target, "--key", "file:" + other).succeeded();

        assertThat(Command.run("convert", locked, target, "--key", key).complaint(ExitCode.FAILED))
                .contains("its guest content is another one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"convert LOCKED OTHER --to raw", "digest LOCKED", "compare LOCKED RAW"})
    void withoutItsKeyWhatNeedsTheContentIsRefused(String words) {
        Path other = folder.resolve("other");
        Object[] arguments = words.replace("LOCKED", locked.toString())
                .replace("RAW", raw.toString())
                .replace("OTHER", other.toString())
                .split(" ", -1);

        assertThat(Command.run(arguments).complaint(ExitCode.REFUSED))
                .isEqualTo(locked + ": it is encrypted, and no key was given; say where the key is: --key file:PATH or"
                        + " --key env:NAME, source.key in a manifest");
        assertThat(other).doesNotExist();
    }

    @Test
    void withoutItsKeyItIsSaidWhatItIs() {
        assertThat(Command.run("inspect", locked).succeeded().out())
                .contains("AES, aes-cbc-plain64, 128-bit key", "locked:", "yes: no key was given");
        assertThat(Command.run("map", locked).succeeded().out()).contains(" encrypted");
        Command.run("check", locked).succeeded();
        Command.run("measure", locked, "--to", "qcow2").succeeded();
    }

    @ParameterizedTest
    @ValueSource(strings = {"battery staple", "file:", "env:", "pass:secret"})
    void aKeyItselfIsNoReferenceAndNotRepeated(String text) {
        assertThat(Command.run("inspect", locked, "--key", text).complaint(ExitCode.USAGE))
                .isEqualTo("--key says where the key is: file:PATH or env:NAME");
    }

    @Test
    void aCheckSaysWhetherAKeyIsTheRightOne() throws IOException {
        Path luks = luks("luks.qcow2", folder.resolve("key"));
        Path other = Files.writeString(folder.resolve("other"), "another key");

        Command.run("check", luks).succeeded();
        Command.run("check", "--key", key, luks).succeeded();
        assertThat(Command.run("check", "--key", "file:" + other, luks).complaint(ExitCode.REFUSED))
                .startsWith(luks + ": ")
                .contains("key");
    }

    @Test
    void whatAKeyMayCostToDeriveCanBeSaid() {
        Path luks = luks("luks.qcow2", folder.resolve("key"));

        Command.run("check", "--key", key, "--max-key-rounds", 100_000_000, luks)
                .succeeded();
        assertThat(Command.run("digest", "--key", key, "--max-key-rounds", 1000, luks)
                        .complaint(ExitCode.REFUSED))
                .contains("all that are tried may cost 1000 rounds; raise maxKeyRounds (--max-key-rounds)");
        assertThat(Command.run("inspect", "--max-key-memory", "none", luks).complaint(ExitCode.USAGE))
                .startsWith("--max-key-memory: must be a number");
    }

    @Test
    void anEncryptedImageIsRepairedWithItsKey() throws IOException {
        Path luks = luks("luks.qcow2", folder.resolve("key"));
        byte[] bytes = Files.readAllBytes(luks);
        ByteBuffer file = ByteBuffer.wrap(bytes);
        int block = (int) file.getLong((int) file.getLong(48));
        file.putShort(block + 2 * 9, (short) 5);
        Path damaged = Files.write(folder.resolve("damaged.qcow2"), bytes);
        Path repaired = folder.resolve("repaired.qcow2");

        assertThat(Command.run("check", "--repair", repaired, damaged).complaint(ExitCode.REFUSED))
                .contains("no key was given");
        Command.run("check", "--repair", repaired, damaged, "--key", key).succeeded();

        Command.run("check", repaired).succeeded();
        Command.run("compare", "--key-b", key, raw, repaired).succeeded();
    }

    private Path luks(String name, Path passphrase) {
        Path luks = folder.resolve(name);
        String options = "encrypt.format=luks,encrypt.key-secret=s,encrypt.iter-time=10";
        String secret = "secret,id=s,file=" + passphrase;
        QemuImg.encrypting("convert", "--object", secret, "-O", "qcow2", "-o", options, raw, luks);
        return luks;
    }
}
