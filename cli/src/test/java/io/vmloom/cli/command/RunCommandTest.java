package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.Main;
import io.vmloom.cli.embedded.DataDirectory;
import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.Folder;
import io.vmloom.codec.Wrapper;
import io.vmloom.testing.Peers;
import io.vmloom.testing.QemuImg;
import io.vmloom.testing.Wrapped;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The first of the two commands that a newcomer runs, and what comes when it is run again. */
class RunCommandTest {
    private static final Path EXAMPLES = Path.of("..", "examples");

    @TempDir
    private Path folder;

    private record Run(int exitCode, String out, String err) {
        List<JsonNode> items() {
            return JsonMapper.shared().readTree(out).get("items").valueStream().toList();
        }

        List<String> states() {
            return items().stream().map(item -> item.get("state").asString()).toList();
        }
    }

    /** The manifest writes to {@code ../out}, so the examples are copied. */
    @BeforeEach
    void copyExamples() throws IOException {
        Path disks = Files.createDirectories(folder.resolve("examples/disks"));
        Files.copy(EXAMPLES.resolve("first-batch.yaml"), folder.resolve("examples/first-batch.yaml"));
        try (Stream<Path> files = Files.list(EXAMPLES.resolve("disks"))) {
            for (Path file : files.toList()) {
                Files.copy(file, disks.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void theFirstBatchSucceedsAndIsSkippedTheSecondTime() {
        Run first = runExamples("--json");

        assertThat(first.err()).contains("started Kafka at 127.0.0.1:", "seeded the store: 4 files uploaded");
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.states()).hasSize(9).containsOnly("SUCCEEDED");
        assertThat(first.items())
                .allSatisfy(item -> assertThat(item.get("verified").asString()).isEqualTo("digest"));
        assertThat(folder.resolve("out/db-01.raw")).hasSize(32 << 20);
        assertThat(folder.resolve("data/s3/vmloom/out/web-01.vmdk")).isNotEmptyFile();

        Run second = runExamples("--json");

        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(second.err()).contains("0 files uploaded, 4 there already");
        assertThat(second.states()).containsOnly("SKIPPED");
        assertThat(folder.resolve("data/reports")).isDirectoryContaining("glob:**b*.json");
        assertThat(folder.resolve("data/s3/vmloom/.vmloom"))
                .satisfiesAnyOf(
                        staging -> assertThat(staging).doesNotExist(),
                        staging -> assertThat(staging).isEmptyDirectory());
    }

    @Test
    void aDryRunTellsWhatIsToComeAndLeavesNothing() throws IOException {
        Run dry = runExamples(
                "--json",
                "--dry-run",
                "--prices",
                EXAMPLES.resolve("prices.yaml").toString());

        assertThat(dry.exitCode()).as(dry.err()).isZero();
        assertThat(dry.items())
                .hasSize(9)
                .allSatisfy(
                        item -> assertThat(item.get("expectation").asString()).isEqualTo("CONVERTED"));
        assertThat(JsonMapper.shared().readTree(dry.out()).at("/cost/sum").asDouble())
                .isPositive();
        assertThat(folder).isDirectoryNotContaining("glob:**{data,out}");

        Run real = runExamples("--json");
        List<Long> plain = List.of(2L, 6L, 8L); // the others are compressed, or hold data that is zero
        assertThat(plain)
                .allSatisfy(item -> assertThat(dry.items()
                                .get(item.intValue())
                                .get("targetBytes")
                                .asLong())
                        .isEqualTo(real.items()
                                .get(item.intValue())
                                .get("targetBytes")
                                .asLong()));

        Run afterwards = runExamples("--dry-run");
        assertThat(afterwards.out())
                .contains("pocket-vdi        skipped", "0 PUT")
                .doesNotContain("converted");
    }

    @Test
    void whatADryRunFindsToBeRefusedIsARowAndTheExitCode() throws IOException {
        Path manifest = folder.resolve("examples/two.yaml");
        Files.writeString(manifest, """
                apiVersion: vmloom.io/v1
                name: two
                items:
                  - source: {uri: missing.qcow2, format: qcow2}
                    output: {uri: "s3://b01/missing.raw"}
                  - source: {uri: disks/pocket.raw, format: raw}
                    output: {uri: "s3://b01/pocket.qcow2"}
                """);

        Run run = vmloom("run", manifest.toString(), "--dry-run");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("refused", "missing.qcow2", "converted");
    }

    @Test
    void aFileOfPricesWithAnUnknownNameIsRefused() throws IOException {
        Path prices = Files.writeString(folder.resolve("prices.yaml"), "currency: EUR\nper100Gets: 1\n");

        Run run = runExamples("--dry-run", "--prices", prices.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("per100Gets");
    }

    @Test
    void machinesOfAManifestAreTheirDisksAndAConfigurationBehindThem() throws IOException {
        Path examples = folder.resolve("examples");
        Files.createDirectory(examples.resolve("machines"));
        for (String file : List.of("machines.yaml", "machines/db-01.vmx")) {
            Files.copy(EXAMPLES.resolve(file), examples.resolve(file));
        }
        String manifest = examples.resolve("machines.yaml").toString();

        Run dry = vmloom(
                "run", "--json", "--dry-run", "--data", folder.resolve("data").toString(), manifest);
        Run first = vmloom("run", "--json", "--data", folder.resolve("data").toString(), manifest);
        Run second = vmloom("run", "--json", "--data", folder.resolve("data").toString(), manifest);

        assertThat(dry.exitCode()).as(dry.err()).isZero();
        assertThat(dry.items())
                .extracting(item -> item.get("expectation").asString())
                .containsExactly("CONVERTED", "CONVERTED", "CONVERTED", "CONVERTED", "CONVERTED", "CONVERTED");
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.items())
                .extracting(item -> item.get("name").asString())
                .containsExactly(
                        "kvm/db-01.qcow2",
                        "kvm/db-01.xml",
                        "xen/db-01.raw",
                        "xen/db-01.cfg",
                        "package(db-01.vmdk)",
                        "package");
        assertThat(first.states()).containsOnly("SUCCEEDED");
        assertThat(second.states()).containsOnly("SKIPPED");
        Path xml = folder.resolve("data/s3/vmloom/kvm/db-01/db-01.xml");
        assertThat(Files.readString(xml)).contains("<source file='/var/lib/libvirt/images/db-01.qcow2'/>");
        Peers.run("virt-xml-validate", xml, "domain");
        Path bucket = folder.resolve("data/s3/vmloom");
        Peers.run("tar", "-xf", bucket.resolve("packages/db-01.ova"), "-C", folder);
        Peers.run("qemu-img", "check", folder.resolve("db-01-disk1.vmdk"));
        Peers.run("qemu-img", "compare", examples.resolve("disks/db-01.vmdk"), folder.resolve("db-01-disk1.vmdk"));
        assertThat(bucket.resolve(".vmloom"))
                .satisfiesAnyOf(
                        staging -> assertThat(staging).doesNotExist(),
                        staging -> assertThat(staging).isEmptyDirectory());
        assertThat(Files.readString(folder.resolve("out/xen/db-01.cfg")))
                .contains(folder.resolve("out/xen/db-01.raw").toString());
        Peers.run(
                "qemu-img",
                "compare",
                examples.resolve("disks/db-01.vmdk"),
                folder.resolve("data/s3/vmloom/kvm/db-01/db-01.qcow2"));
    }

    @Test
    void aFailedItemFailsTheBatchButNotTheOthers() throws IOException {
        Files.writeString(folder.resolve("examples/broken.qcow2"), "QFI\u00fb is not enough");
        Path manifest = folder.resolve("examples/two.yaml");
        Files.writeString(manifest, """
                apiVersion: vmloom.io/v1
                name: two
                items:
                  - source: {uri: broken.qcow2, format: qcow2}
                    output: {uri: "s3://b01/broken.raw"}
                  - source: {uri: disks/pocket.raw, format: raw}
                    output: {uri: "s3://b01/pocket.qcow2"}
                """);

        Run run = vmloom(
                "run", manifest.toString(), "--data", folder.resolve("data").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("2 items: 1 succeeded, 0 skipped, 1 failed")
                .contains("broken.raw: FORMAT_MISMATCH");
        assertThat(folder.resolve("data/s3/b01/broken.raw")).doesNotExist();
    }

    @Test
    void whatADamagedSourceStillHoldsIsConvertedAndTheLossesAreInTheReport() throws IOException {
        byte[] image = Files.readAllBytes(folder.resolve("examples/disks/db-01.vmdk"));
        image[image.length / 2] ^= 1;
        Files.write(folder.resolve("examples/damaged.vmdk"), image);
        Path manifest = folder.resolve("examples/salvage.yaml");
        Files.writeString(manifest, """
                apiVersion: vmloom.io/v1
                name: salvage
                items:
                  - source: {uri: damaged.vmdk, salvage: true}
                    output: {uri: "s3://b01/salvaged.qcow2"}
                  - source: {uri: disks/pocket.raw, format: raw}
                    output: {uri: "s3://b01/pocket.qcow2"}
                """);

        Run run = vmloom(
                "run", manifest.toString(), "--data", folder.resolve("data").toString());

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.LOSSES.number());
        assertThat(run.out())
                .contains("2 items: 2 succeeded, 0 skipped, 0 failed")
                .contains("salvaged.qcow2: lost 64.0 KiB in 1 range, zeros in the target")
                .contains("salvaged.qcow2: lost guest 0x")
                .contains("damaged.vmdk at offset 0x");
        Peers.run("qemu-img", "check", folder.resolve("data/s3/b01/salvaged.qcow2"));
    }

    @Test
    void anOverlayInABucketIsConvertedWithTheFilesOfItsChain() throws IOException {
        Path disks = folder.resolve("examples/disks");
        Path overlay = disks.resolve("overlay.qcow2");
        Path base = disks.resolve("pocket.raw");
        Peers.run("qemu-img", "create", "-q", "-f", "qcow2", "-b", base, "-F", "raw", overlay);
        Peers.run("qemu-io", "-f", "qcow2", "-c", "write -P 7 12288 9k", overlay);
        Path manifest = folder.resolve("examples/chain.yaml");
        Files.writeString(manifest, """
                apiVersion: vmloom.io/v1
                name: chain
                seed:
                  - {from: disks/overlay.qcow2, to: "s3://b01/in/overlay.qcow2"}
                  - {from: disks/pocket.raw, to: "s3://b01/golden/8f1c"}
                items:
                  - source:
                      uri: s3://b01/in/overlay.qcow2
                      chain: [{uri: "s3://b01/golden/8f1c", as: pocket.raw}]
                    output: {uri: ../out/whole.qcow2}
                  - name: without
                    source: {uri: "s3://b01/in/overlay.qcow2"}
                    output: {uri: ../out/without.qcow2}
                """);

        Run run = vmloom(
                "run", manifest.toString(), "--data", folder.resolve("data").toString());

        assertThat(run.out())
                .as(run.err())
                .contains("2 items: 1 succeeded, 0 skipped, 1 failed")
                .contains("without: IMAGE_UNSAFE");
        Peers.run("qemu-img", "compare", "-q", overlay, folder.resolve("out/whole.qcow2"));
    }

    @Test
    void aFileBelowAnEncryptedImageMayHaveItsOwnKey() throws IOException {
        Path disks = folder.resolve("examples/disks");
        Path raw = disks.resolve("pocket.raw");
        String options = "encrypt.format=luks,encrypt.key-secret=s,encrypt.iter-time=10";
        for (String name : List.of("base", "top")) {
            Files.writeString(disks.resolve(name + ".key"), "key of " + name);
        }
        String baseKey = "secret,id=s,file=" + disks.resolve("base.key");
        String topKey = "secret,id=s,file=" + disks.resolve("top.key");
        Path base = disks.resolve("base.qcow2");
        Path top = disks.resolve("top.qcow2");
        QemuImg.encrypting("convert", "--object", baseKey, "-O", "qcow2", "-o", options, raw, base);
        QemuImg.encrypting(
                "create",
                "-q",
                "--object",
                topKey,
                "-f",
                "qcow2",
                "-o",
                options,
                "-u",
                "-b",
                base,
                "-F",
                "qcow2",
                top,
                Files.size(raw));
        Path manifest = folder.resolve("examples/keys.yaml");
        Files.writeString(manifest, """
                apiVersion: vmloom.io/v1
                name: keys
                items:
                  - source:
                      uri: disks/top.qcow2
                      key: {file: disks/top.key}
                      chain: [{uri: disks/base.qcow2, key: {file: disks/base.key}}]
                    output: {uri: ../out/whole.qcow2}
                  - name: without
                    source:
                      uri: disks/top.qcow2
                      key: {file: disks/top.key}
                      chain: [{uri: disks/base.qcow2}]
                    output: {uri: ../out/without.qcow2}
                """);

        Run run = vmloom(
                "run", manifest.toString(), "--data", folder.resolve("data").toString());

        assertThat(run.out())
                .as(run.err())
                .contains("2 items: 1 succeeded, 0 skipped, 1 failed")
                .contains("without: IMAGE_LOCKED");
        Peers.run("qemu-img", "compare", "-q", raw, folder.resolve("out/whole.qcow2"));
    }

    @Test
    void aCompressedImageInABucketIsUnpackedOnceAndNothingOfItIsLeft() throws IOException {
        Path disks = folder.resolve("examples/disks");
        byte[] disk = Files.readAllBytes(disks.resolve("pocket.raw"));
        Files.write(disks.resolve("pocket.raw.xz"), Wrapped.of(Wrapper.XZ, disk));
        Path manifest = folder.resolve("examples/packed.yaml");
        Files.writeString(manifest, """
                apiVersion: vmloom.io/v1
                name: packed
                seed:
                  - {from: disks/pocket.raw.xz, to: "s3://b01/in/pocket.raw.xz"}
                items:
                  - source: {uri: "s3://b01/in/pocket.raw.xz", unpack: 1GiB}
                    output: {uri: "s3://b01/out/pocket.raw"}
                """);
        String[] arguments = {
            "run", manifest.toString(), "--data", folder.resolve("data").toString()
        };

        assertThat(vmloom(arguments).out()).contains("1 items: 1 succeeded, 0 skipped, 0 failed");

        assertThat(folder.resolve("data/s3/b01/out/pocket.raw")).hasBinaryContent(disk);
        assertThat(Folder.files(folder.resolve("data/s3/b01"))).containsExactly("in/pocket.raw.xz", "out/pocket.raw");
        assertThat(vmloom(arguments).out()).contains("1 items: 0 succeeded, 1 skipped, 0 failed");
    }

    @Test
    void aWrongManifestStartsNothing() throws IOException {
        Path manifest = folder.resolve("wrong.yaml");
        Files.writeString(manifest, "apiVersion: vmloom.io/v1\nname: x\nitem: []\n");

        Run run = vmloom(
                "run", manifest.toString(), "--data", folder.resolve("data").toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).startsWith("vmloom: " + manifest + ":");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void aDataDirectoryBelongsToOneProcessAtATime() {
        try (DataDirectory held = DataDirectory.open(folder.resolve("data"))) {
            Run run = runExamples();

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("data directory " + held.path() + " is in use by another vmloom");
        }
    }

    private Run runExamples(String... more) {
        String[] arguments = {
            "run",
            folder.resolve("examples/first-batch.yaml").toString(),
            "--data",
            folder.resolve("data").toString()
        };
        return vmloom(Stream.of(arguments, more).flatMap(Stream::of).toArray(String[]::new));
    }

    private static Run vmloom(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = line.execute(arguments);
        return new Run(exitCode, out.toString(), err.toString());
    }
}
