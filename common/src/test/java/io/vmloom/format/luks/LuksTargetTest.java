package io.vmloom.format.luks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.cipher.Secret;
import io.vmloom.error.RequestException;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.Detector;
import io.vmloom.format.ImagePolicy;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.FileGate;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetRequest;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.Peers;
import io.vmloom.testing.PlainXts;
import io.vmloom.testing.Seeded;
import io.vmloom.testing.SparseGuest;
import io.vmloom.testing.StitchedImage;
import io.vmloom.testing.TargetRequests;
import io.vmloom.testing.TestSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LuksTargetTest {
    private static final String PASSPHRASE = "correct horse";
    private static final String QUICK = "iterations=1000";
    private static final int UNIT = 4096;

    @TempDir
    private Path folder;

    private Path key = Path.of("");
    private Path target = Path.of("");

    @BeforeEach
    void aKey() throws IOException {
        key = Files.writeString(folder.resolve("key"), PASSPHRASE);
        target = folder.resolve("disk.luks");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 511, 512, 513, 4095, 4096, 4097, (1 << 20) + 513})
    void everySizeIsRoundedUpToASectorAndNoFurther(long size) throws IOException {
        SparseGuest guest = new SparseGuest(size, UNIT).fillLastByte();

        write(guest, QUICK);

        assertThat(Files.size(target)).isEqualTo((2 << 20) + Math.ceilDiv(size, 512) * 512);
        assertThat(read()).isEqualTo(Arrays.copyOf(guest.read(0, (int) size), (int) Math.ceilDiv(size, 512) * 512));
    }

    @Seeded(8)
    void qemuReadsVersion1(SplittableRandom random) throws IOException {
        SparseGuest guest = new SparseGuest(random.nextLong(1, 3 << 20), UNIT).fill(random, 12, 40);
        String cipher = random.nextBoolean() ? "aes-256" : "aes-128";
        String hash = random.nextBoolean() ? "sha256" : "sha512";

        write(guest, QUICK + " cipher-alg=" + cipher + " hash-alg=" + hash);

        Peers.run(
                "qemu-img",
                "compare",
                "--object",
                "secret,id=key,file=" + key,
                "--image-opts",
                "driver=raw,file.filename="
                        + Files.write(folder.resolve("raw"), guest.read(0, (int) guest.sizeBytes())),
                "driver=luks,key-secret=key,file.filename=" + target);
        assertThat(Peers.run("qemu-img", "info", target).output())
                .contains("file format: luks", "cipher alg: " + cipher, "hash alg: " + hash, "cipher mode: xts");
    }

    /** cryptsetup tells the disk's key, and AES written down by the letter decrypts the data with it. */
    @ParameterizedTest
    @ValueSource(
            strings = {QUICK, QUICK + " cipher-alg=aes-128 hash-alg=sha512", "version=2", "version=2 cipher-alg=aes-128"
            })
    void cryptsetupOpensBothVersionsAndItsKeyDecryptsTheData(String options) throws IOException {
        Peers.need("cryptsetup");
        SparseGuest guest = new SparseGuest((300 << 10) + 7, UNIT).fill(new SplittableRandom(3), 12, 40);

        write(guest, options);

        Peers.run("cryptsetup", "open", "--test-passphrase", "--key-file", key, target);
        Path volumeKey = folder.resolve("volume-key");
        String dump = Peers.run(
                        "cryptsetup",
                        "luksDump",
                        "--batch-mode",
                        "--dump-master-key",
                        "--master-key-file",
                        volumeKey,
                        "--key-file",
                        key,
                        target)
                .output();
        boolean second = options.startsWith("version=2");
        byte[] file = Files.readAllBytes(target);
        byte[] data = Arrays.copyOfRange(file, second ? 16 << 20 : 2 << 20, file.length);
        byte[] plain = PlainXts.decrypt(Files.readAllBytes(volumeKey), data, 0);
        assertThat(dump).contains("xts-plain64");
        assertThat(plain).startsWith(guest.read(0, (int) guest.sizeBytes())).hasSize((300 << 10) + 512);
        assertThat(read()).isEqualTo(plain);
        assertThat(Detector.check(TestSource.of(target), "luks").clean()).isTrue();
    }

    @Test
    void cryptsetupOpensNoneByAnotherKey() throws IOException {
        Peers.need("cryptsetup");
        write(new SparseGuest(4096, UNIT), QUICK);
        Path other = Files.writeString(folder.resolve("other"), PASSPHRASE + "\n");

        assertThat(Peers.attempt("cryptsetup", "open", "--test-passphrase", "--key-file", other, target)
                        .exitCode())
                .isNotZero();
    }

    /** What the bytes of targets depend on must not change from one version of vmloom to the next. */
    @ParameterizedTest
    @CsvSource({
        QUICK + ", d778db3ca817e06bbc201cf0223aefaeed685223ac6209d283688f6c59b81361",
        "version=2, d37f1015581c494ec93d6209c9763cad09fb5c2fab30d9044e690a88cceaa51d"
    })
    void theSameRequestGivesTheSameBytesForEver(String options, String expected) throws Exception {
        SparseGuest guest = new SparseGuest(70_000, UNIT).fill(new SplittableRandom(5), 3, 10);

        write(guest, options);

        assertThat(sha256(Files.readAllBytes(target))).isEqualTo(expected);
    }

    @Test
    void anotherPassphraseSeedOrOptionGivesAnotherKey() {
        List<TargetRequest> requests = List.of(
                request(4096, QUICK, PASSPHRASE, "seed"),
                request(4096, QUICK, PASSPHRASE + " ", "seed"),
                request(4096, QUICK, PASSPHRASE, "seed of another"),
                request(4096, "iterations=1001", PASSPHRASE, "seed"),
                request(4096, QUICK + " hash-alg=sha512", PASSPHRASE, "seed"),
                request(4096, QUICK + " cipher-alg=aes-128", PASSPHRASE, "seed"),
                request(4096, "version=2", PASSPHRASE, "seed"));

        Set<String> halves = new HashSet<>();
        for (TargetRequest request : requests) {
            byte[] bytes = key(new LuksTarget().design(request));
            halves.add(HexFormat.of().formatHex(bytes, 0, 16));
            halves.add(HexFormat.of().formatHex(bytes, bytes.length / 2, bytes.length / 2 + 16));
        }

        assertThat(halves).hasSize(2 * requests.size());
    }

    @Test
    void zerosOfTheGuestAreNoZerosOfTheFile() throws IOException {
        write(new SparseGuest(64 << 10, UNIT), QUICK);

        byte[] file = Files.readAllBytes(target);
        for (int at = 2 << 20; at < file.length; at += 16) {
            assertThat(Arrays.equals(file, at, at + 16, new byte[16], 0, 16)).isFalse();
        }
    }

    @Test
    void neitherPassphraseNorKeyStandInTheFile() throws IOException {
        write(new SparseGuest(4096, UNIT), QUICK);

        String file = Files.readString(target, StandardCharsets.ISO_8859_1);
        byte[] bytes = key(new LuksTarget().design(request(4096, QUICK, PASSPHRASE, "seed")));
        assertThat(file)
                .doesNotContain(PASSPHRASE)
                .doesNotContain(new String(bytes, 0, 16, StandardCharsets.ISO_8859_1))
                .doesNotContain(new String(bytes, 32, 16, StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            version=3               | version must be 1 or 2, got: '3'
            cipher-alg=serpent-256  | cipher-alg must be aes-256 or aes-128, got: 'serpent-256'
            cipher-mode=cbc         | cipher-mode must be xts, got: 'cbc'
            ivgen-alg=essiv         | ivgen-alg must be plain64, got: 'essiv'
            hash-alg=sha1           | hash-alg must be sha256 or sha512, got: 'sha1'
            iterations=999          | iterations must be 1000 to 25000000, got: '999'
            version=2 iterations=9  | hash-alg and iterations are for version=1
            iter-time=2000          | iter-time would measure this machine and make other bytes each time; say iterations=
            preallocation=full      | unknown luks option 'preallocation'; known are cipher-alg, cipher-mode, hash-alg
            """)
    void wrongOptionsAreRefusedWithTheRightOnes(String options, String reason) {
        TargetRequest request = TargetRequests.of("disk.luks", 4096, options);

        assertThatThrownBy(() -> new LuksTarget().design(request))
                .isInstanceOf(RequestException.class)
                .hasMessageStartingWith("disk.luks: " + reason);
    }

    @Test
    void aDesignWithoutAKeyTellsSizesOnly() {
        TargetDesign design = new LuksTarget().design(TargetRequests.of("disk.luks", 4097, ""));

        assertThat(design.virtualBytes()).isEqualTo(4608);
        assertThat(design.cipher()).isPresent();
        assertThatThrownBy(() -> key(design)).isInstanceOf(IllegalStateException.class);
    }

    private void write(SparseGuest guest, String options) throws IOException {
        TargetDesign design = new LuksTarget().design(request(guest.sizeBytes(), options, PASSPHRASE, "seed"));
        new StitchedImage(design, guest).encode(new SplittableRandom(9), 64).writeTo(target);
    }

    private byte[] read() throws IOException {
        try (TestSource source = TestSource.of(target)) {
            DiskImage image = Detector.open(
                    source,
                    "luks",
                    new OpenOptions("", FileGate.CLOSED, ImagePolicy.DEFAULT, Optional.of(secret(PASSPHRASE))));
            return Materializer.bytes(image);
        }
    }

    private static TargetRequest request(long virtualBytes, String options, String passphrase, String seed) {
        return new TargetRequest(
                        "disk.luks",
                        virtualBytes,
                        TargetRequests.of("disk.luks", virtualBytes, options).options(),
                        seed)
                .withKey(secret(passphrase));
    }

    private static byte[] key(TargetDesign design) {
        return design.cipher().orElseThrow().cipher().get().key().bytes();
    }

    private static Secret secret(String passphrase) {
        return new Secret(passphrase.getBytes(StandardCharsets.US_ASCII));
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
