package io.vmloom.format.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.cipher.Secret;
import io.vmloom.error.RequestException;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.Detector;
import io.vmloom.format.ImagePolicy;
import io.vmloom.format.OpenOptions;
import io.vmloom.layout.Arrangement;
import io.vmloom.source.FileGate;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetRequest;
import io.vmloom.task.EncoderSpec;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.Peers;
import io.vmloom.testing.Seeded;
import io.vmloom.testing.SparseGuest;
import io.vmloom.testing.StitchedImage;
import io.vmloom.testing.TargetRequests;
import io.vmloom.testing.TestSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** qcow2 with LUKS inside. */
class EncryptedTargetTest {
    private static final String PASSPHRASE = "correct horse";
    private static final String LUKS = "encrypt.format=luks encrypt.iterations=1000";
    private static final int UNIT = 4096;

    @TempDir
    private Path folder;

    @Seeded(12)
    void qemuReadsItAndFindsNoFault(SplittableRandom random) throws IOException {
        Peers.need("qemu-img");
        SparseGuest guest = new SparseGuest(random.nextLong(1, 9 << 20), UNIT).fill(random, 12, 40);
        int clusterBytes = UNIT << random.nextInt(10);
        String cipher = random.nextBoolean() ? "aes-256" : "aes-128";
        Path target = folder.resolve("disk.qcow2");

        TargetDesign design =
                design(guest.sizeBytes(), LUKS + " cluster_size=" + clusterBytes + " encrypt.cipher-alg=" + cipher);
        new StitchedImage(design, guest).encode(random, 300).writeTo(target);

        byte[] disk = read(target);
        assertThat(disk).startsWith(guest.read(0, (int) guest.sizeBytes()));
        Path raw = Files.write(folder.resolve("raw"), disk);
        Path key = Files.writeString(folder.resolve("key"), PASSPHRASE);
        String secret = "secret,id=key,file=" + key;
        String image = "driver=qcow2,encrypt.key-secret=key,file.filename=" + target;
        Peers.run("qemu-img", "compare", "--object", secret, "--image-opts", "driver=raw,file.filename=" + raw, image);
        Peers.run("qemu-img", "check", "--object", secret, "--image-opts", image);
        assertThat(Peers.run("qemu-img", "info", target).output())
                .contains("encrypted: yes", "format: luks", "cipher alg: " + cipher);
        assertThat(Detector.check(TestSource.of(target), "qcow2").clean()).isTrue();
    }

    @Test
    void anotherKeyOpensNothing() throws IOException {
        Peers.need("qemu-img");
        Path target = folder.resolve("disk.qcow2");
        new StitchedImage(design(UNIT, LUKS), new SparseGuest(UNIT, UNIT))
                .encode(new SplittableRandom(1), 9)
                .writeTo(target);
        Path key = Files.writeString(folder.resolve("key"), PASSPHRASE + "\n");

        assertThat(Peers.attempt(
                                "qemu-img",
                                "check",
                                "--object",
                                "secret,id=key,file=" + key,
                                "--image-opts",
                                "driver=qcow2,encrypt.key-secret=key,file.filename=" + target)
                        .output())
                .contains("Invalid password");
    }

    /** What is encrypted by its place must know it before. */
    @Test
    void everyClusterHasItsPlaceBeforeAnythingIsEncoded() {
        TargetDesign design = design(1 << 20, LUKS);

        assertThat(design.encoder()).isEqualTo(new EncoderSpec.PackedPlain(65536, 0, true));
        assertThat(design.arrangement()).isEqualTo(Arrangement.ORDERED);
        assertThat(design.frontIsExact()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            encrypt.format=aes                           | encrypt.format must be luks, got: 'aes'; aes is only read
            encrypt.cipher-alg=aes-256                   | encrypt.format must be luks, got: ''
            encrypt.format=luks encrypt.key-secret=sec0  | encrypt.key-secret is qemu's; say where the key is by --target-key
            encrypt.format=luks encrypt.iter-time=10     | encrypt.iter-time would measure this machine
            encrypt.format=luks encrypt.version=2        | unknown qcow2 option 'encrypt.version'
            encrypt.format=luks encrypt.cipher-mode=cbc  | encrypt.cipher-mode must be xts, got: 'cbc'
            encrypt.format=luks compress=on              | encrypted clusters are not compressed; leave out compress
            """)
    void wrongOptionsAreRefusedWithTheRightOnes(String options, String reason) {
        TargetRequest request = TargetRequests.of("disk.qcow2", UNIT, options);

        assertThatThrownBy(() -> new Qcow2Target().design(request))
                .isInstanceOf(RequestException.class)
                .hasMessageStartingWith("disk.qcow2: " + reason);
    }

    private static byte[] read(Path target) throws IOException {
        try (TestSource source = TestSource.of(target)) {
            OpenOptions options = new OpenOptions("", FileGate.CLOSED, ImagePolicy.DEFAULT, Optional.of(secret()));
            DiskImage image = Detector.open(source, "qcow2", options);
            return Materializer.bytes(image);
        }
    }

    private static TargetDesign design(long virtualBytes, String options) {
        TargetRequest request = TargetRequests.of("disk.qcow2", virtualBytes, options);
        return new Qcow2Target().design(request.withKey(secret()));
    }

    private static Secret secret() {
        return new Secret(PASSPHRASE.getBytes(StandardCharsets.US_ASCII));
    }
}
