package io.vmloom.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cipher.Secret;
import io.vmloom.extent.DiskImage;
import io.vmloom.source.AllowedFile;
import io.vmloom.source.FileGate;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.Peers;
import io.vmloom.testing.QemuImg;
import io.vmloom.testing.TestSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decrypts what qemu-img encrypted. */
class EncryptedPeersTest {
    private static final String PASSPHRASE = "correct horse";
    private static final int DISK_BYTES = 1 << 20;

    @TempDir
    Path folder;

    private final byte[] guest = new byte[DISK_BYTES];
    private Path raw = Path.of("");
    private String secret = "";

    @BeforeEach
    void makeAGuest() throws IOException {
        Peers.need("qemu-img", "qemu-io");
        new SplittableRandom(7).nextBytes(guest);
        Arrays.fill(guest, 200_000, 700_000, (byte) 0);
        raw = Files.write(folder.resolve("guest.raw"), guest);
        Path file = Files.writeString(folder.resolve("passphrase"), PASSPHRASE);
        secret = "secret,id=key,file=" + file;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            luks  | iter-time=10
            luks  | iter-time=10,cipher-alg=aes-256,cipher-mode=cbc,ivgen-alg=essiv,ivgen-hash-alg=sha256,hash-alg=sha512
            luks  | iter-time=10,cipher-alg=aes-128,cipher-mode=cbc,ivgen-alg=plain,hash-alg=sha1
            qcow  | encrypt.format=aes
            qcow2 | encrypt.format=aes,cluster_size=512
            qcow2 | encrypt.format=luks,encrypt.iter-time=10,extended_l2=on
            qcow2 | encrypt.format=luks,encrypt.iter-time=10,compat=0.10,cluster_size=4k,encrypt.cipher-mode=cbc
            """)
    void theGuestIsWhatWasEncrypted(String format, String options) throws IOException {
        Path image = folder.resolve("encrypted");
        String key = format.equals("luks") ? "key-secret=key," : "encrypt.key-secret=key,";
        encrypt(format, key + options, image);

        try (TestSource source = TestSource.of(image)) {
            DiskImage opened = Detector.open(source, format, options(FileGate.CLOSED));
            assertThat(Arrays.mismatch(Materializer.bytes(opened), guest)).isEqualTo(-1);
            assertThat(Detector.check(source, format).clean()).isTrue();
        }
    }

    /** Each image of a chain has its own encryption, and the one above cuts the one below anywhere. */
    @Test
    void encryptedImagesAreReadThroughTheOnesAboveThem() throws IOException {
        Path base = folder.resolve("base.qcow2");
        Path top = folder.resolve("top.qcow");
        encrypt("qcow2", "encrypt.key-secret=key,encrypt.format=luks,encrypt.iter-time=10", base);
        Peers.run(
                "qemu-img",
                "create",
                "-u",
                "-f",
                "qcow",
                "--object",
                secret,
                "-o",
                "encrypt.key-secret=key,encrypt.format=aes",
                "-F",
                "qcow2",
                "-b",
                "base.qcow2",
                top,
                DISK_BYTES);
        String layers = "driver=qcow,encrypt.key-secret=key,file.filename=" + top
                + ",backing.driver=qcow2,backing.encrypt.key-secret=key,backing.file.filename=" + base;
        Peers.run(
                "qemu-io",
                "--object",
                secret,
                "--image-opts",
                layers,
                "-c",
                "write -P 5 512 1024",
                "-c",
                "write -P 6 300000 4000");
        Arrays.fill(guest, 512, 1536, (byte) 5);
        Arrays.fill(guest, 300_000, 304_000, (byte) 6);

        try (TestSource upper = TestSource.of(top);
                TestSource lower = TestSource.of(base)) {
            DiskImage opened = Detector.open(upper, "qcow", options(only(lower)));
            assertThat(Arrays.mismatch(Materializer.bytes(opened), guest)).isEqualTo(-1);
        }
    }

    private void encrypt(String format, String options, Path image) {
        QemuImg.encrypting("convert", "--object", secret, "-O", format, "-o", options, raw, image);
    }

    private static FileGate only(TestSource file) {
        AllowedFile allowed = new AllowedFile(file, Detector.AUTO);
        return new FileGate() {
            @Override
            public Optional<AllowedFile> named(String reference) {
                return Optional.of(allowed);
            }

            @Override
            public List<AllowedFile> all() {
                return List.of(allowed);
            }
        };
    }

    private static OpenOptions options(FileGate files) {
        return new OpenOptions(
                "",
                files,
                ImagePolicy.DEFAULT,
                Optional.of(new Secret(PASSPHRASE.getBytes(StandardCharsets.US_ASCII))));
    }
}
