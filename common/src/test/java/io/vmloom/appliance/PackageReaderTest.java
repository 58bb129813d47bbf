package io.vmloom.appliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.groups.Tuple.tuple;

import io.vmloom.appliance.PackageFinding.Kind;
import io.vmloom.archive.TarArchive;
import io.vmloom.error.ImageException;
import io.vmloom.testing.Peers;
import io.vmloom.testing.TarFiles;
import io.vmloom.testing.TestSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackageReaderTest {
    private static final byte[] DISK = "a disk".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "SHA1, SHA-1, 'SHA1(%s)= %s'",
        "SHA256, SHA-256, 'SHA256 (%s) = %s'",
        "SHA512, SHA-512, 'SHA512(%s)=%s'",
        "SHA-256, SHA-256, 'SHA-256(%s)= %s'"
    })
    void aManifestIsUnderstoodAsProgramsWriteIt(String name, String algorithm, String line) {
        Map<String, byte[]> files = files();
        files.put(
                "m.mf",
                (line.formatted("m.ovf", hex(algorithm, descriptor(DISK.length))) + "\r\n"
                                + line.formatted("d.vmdk", hex(algorithm, DISK)) + "\n")
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(read(files).findings())
                .extracting(PackageFinding::kind)
                .as(name)
                .containsExactly(Kind.VERIFIED, Kind.VERIFIED);
    }

    @Test
    void whatAManifestGetsWrongIsTold() {
        Map<String, byte[]> files = files();
        files.put("extra.txt", new byte[1]);
        files.put(
                "m.mf",
                ("SHA256(d.vmdk)= " + "00".repeat(32) + "\nSHA256(gone.iso)= 00\nhello\n")
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(read(files).findings())
                .extracting(PackageFinding::kind, PackageFinding::file)
                .containsExactlyInAnyOrder(
                        tuple(Kind.MALFORMED, "m.mf"),
                        tuple(Kind.WRONG, "d.vmdk"),
                        tuple(Kind.MISSING, "gone.iso"),
                        tuple(Kind.UNLISTED, "m.ovf"),
                        tuple(Kind.UNLISTED, "extra.txt"));
    }

    @Test
    void aPackageWithoutAManifestIsReadAndToldOf() {
        assertThat(read(files()).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.REMARK);
            assertThat(finding.toString()).startsWith("m.mf is not there");
        });
    }

    @Test
    void aFileOfAnotherSizeThanTheDescriptorSaysIsWrong() {
        Map<String, byte[]> files = files();
        files.put("m.ovf", descriptor(7));

        assertThat(read(files).findings())
                .anySatisfy(finding ->
                        assertThat(finding.toString()).isEqualTo("d.vmdk has 6 bytes, and the descriptor says 7"));
    }

    @ParameterizedTest
    @CsvSource({"rsa:2048, rsa", "ec, ec"})
    void aSignatureIsCompared(String newKey, String kind) throws IOException {
        Path key = folder.resolve("key.pem");
        Path certificate = folder.resolve("cert.pem");
        Path manifest = Files.writeString(folder.resolve("m.mf"), "SHA256(d.vmdk)= " + hex("SHA-256", DISK) + "\n");
        if (kind.equals("rsa")) {
            Peers.run(
                    "openssl",
                    "req",
                    "-x509",
                    "-newkey",
                    newKey,
                    "-nodes",
                    "-days",
                    "2",
                    "-subj",
                    "/CN=maker",
                    "-keyout",
                    key,
                    "-out",
                    certificate);
        } else {
            Peers.run(
                    "openssl",
                    "req",
                    "-x509",
                    "-newkey",
                    newKey,
                    "-pkeyopt",
                    "ec_paramgen_curve:P-256",
                    "-nodes",
                    "-days",
                    "2",
                    "-subj",
                    "/CN=maker",
                    "-keyout",
                    key,
                    "-out",
                    certificate);
        }
        Path signature = folder.resolve("signature");
        Peers.run("openssl", "dgst", "-sha256", "-sign", key, "-out", signature, manifest);
        Map<String, byte[]> files = files();
        files.put("m.mf", Files.readAllBytes(manifest));
        files.put(
                "m.cert",
                ("SHA256(m.mf)= " + HexFormat.of().formatHex(Files.readAllBytes(signature)) + "\n"
                                + Files.readString(certificate))
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(read(files).findings()).anySatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.SIGNED);
            assertThat(finding.toString()).contains("CN=maker");
        });
        files.put("m.mf", ("SHA256(d.vmdk)= " + "11".repeat(32) + "\n").getBytes(StandardCharsets.UTF_8));
        assertThat(read(files).findings())
                .anySatisfy(finding -> assertThat(finding.toString())
                        .startsWith("m.cert is no signature of this manifest by CN=maker"));
        files.put("m.cert", "no certificate".getBytes(StandardCharsets.UTF_8));
        assertThat(read(files).findings()).extracting(PackageFinding::kind).contains(Kind.MALFORMED);
    }

    @Test
    void anArchiveWithoutADescriptorSaysWhatIsInIt() {
        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> read(Map.of("d.vmdk", DISK)))
                .withMessageContaining("it is an archive without an OVF descriptor, of: d.vmdk");
    }

    private static Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("m.ovf", descriptor(DISK.length));
        files.put("d.vmdk", DISK);
        return files;
    }

    private static Appliance read(Map<String, byte[]> files) {
        return new PackageReader(CheckDepth.ALL_FILES)
                .read(TarArchive.read(TestSource.of("m.ova", TarFiles.of(files))));
    }

    private static byte[] descriptor(int sizeBytes) {
        return ("<Envelope xmlns:ovf=\"http://schemas.dmtf.org/ovf/envelope/1\"><References><File ovf:href=\"d.vmdk\" ovf:id=\"f\""
                        + " ovf:size=\"" + sizeBytes
                        + "\"/></References><DiskSection><Disk ovf:diskId=\"d\" ovf:fileRef=\"f\"/>"
                        + "</DiskSection><VirtualSystem><VirtualHardwareSection><Item><InstanceID>1</InstanceID>"
                        + "<ResourceType>4</ResourceType><VirtualQuantity>64</VirtualQuantity></Item>"
                        + "</VirtualHardwareSection></VirtualSystem></Envelope>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
