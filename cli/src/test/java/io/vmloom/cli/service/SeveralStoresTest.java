package io.vmloom.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.embedded.EmbeddedS3;
import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.ChildCommand;
import io.vmloom.cli.testing.Command;
import io.vmloom.store.s3.S3Credentials;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Coordinator and worker as processes that read from one store and write to another; neither store knows the other's keys. */
class SeveralStoresTest {
    private static final S3Credentials.KeyPair INNER = EmbeddedS3.newKeys();
    private static final S3Credentials.KeyPair OUTER = EmbeddedS3.newKeys();
    private static final long DISK_BYTES = 400L << 20;
    private static final List<ChildCommand> CHILDREN = new ArrayList<>();

    @TempDir
    private static Path folder;

    private static List<EmbeddedS3> stores = List.of();
    private static Path settings = Path.of("");
    private static String server = "";

    @BeforeAll
    static void start() throws Exception {
        Peers.need("qemu-img");
        EmbeddedS3 inner = EmbeddedS3.start(folder.resolve("inner"), 0, INNER);
        EmbeddedS3 outer = EmbeddedS3.start(folder.resolve("outer"), 0, OUTER);
        stores = List.of(inner, outer);
        inner.createBucket("disks");
        outer.createBucket("out-one");
        writeDisk(folder.resolve("inner/disks/web.raw"));
        child("up", "--roles", "broker", "--data", folder.resolve("data"))
                .awaitSaying(Pattern.compile("(vmloom is up)"));
        Files.writeString(folder.resolve("secret"), OUTER.secretAccessKey() + "\n");
        Files.writeString(folder.resolve("id"), OUTER.accessKeyId() + "\n");
        Path file = Files.writeString(folder.resolve("stores.yaml"), """
                stores:
                  - buckets: ["out-*"]
                    endpoint: %s
                    signing: chunked
                    credentials: {access-key-id: {file: %2$s/id}, secret-access-key: {file: %2$s/secret}}
                """.formatted(outer.endpoint(), folder));
        settings = folder.resolve("settings.env");
        Files.writeString(
                settings,
                Files.readString(folder.resolve("data/endpoints.env"))
                        + """
                        stores.file=%s
                        s3.endpoint=%s
                        s3.access-key-id=%s
                        s3.secret-access-key=%s
                        s3.signing=chunked
                        s3.patience=5s
                        http.port=0
                        metrics.port=0
                        """.formatted(file, inner.endpoint(), INNER.accessKeyId(), INNER.secretAccessKey()));
        server = child("coordinator", "--config", settings).awaitSaying(Pattern.compile("API at (\\S+)\\s"));
        child("worker", "--config", settings).awaitSaying(Pattern.compile("metrics at (\\S+)\\s"));
    }

    @AfterAll
    static void stop() throws IOException {
        for (ChildCommand child : CHILDREN) {
            child.close();
        }
        stores.forEach(EmbeddedS3::close);
    }

    /** With parts that are copies of zeros, tables and small parts that are composed of what was staged, and both. */
    @ParameterizedTest
    @CsvSource({"raw, {}", "qcow2, {}", "qcow2, {compress: on}", "vmdk, {subformat: streamOptimized}"})
    void whatIsReadInOneStoreIsWrittenInTheOther(String format, String options) throws Exception {
        String name = "web-" + Math.abs(options.hashCode()) + "." + format;

        submit("s3://disks/web.raw", "s3://out-one/" + name, format, options).succeeded();

        assertIsTheDisk(format, folder.resolve("outer/out-one").resolve(name));
        assertThat(folder.resolve("inner/out-one")).doesNotExist();
        assertThat(folder.resolve("inner/disks")).isDirectoryContaining("glob:**/web.raw");
        assertThat(folder.resolve("inner/disks/.vmloom")).doesNotExist();
    }

    @Test
    void theWayBackWorksToo() throws Exception {
        submit("s3://disks/web.raw", "s3://out-one/there.qcow2", "qcow2", "{}").succeeded();

        submit("s3://out-one/there.qcow2", "s3://disks/back.vhdx", "vhdx", "{}").succeeded();

        assertIsTheDisk("vhdx", folder.resolve("inner/disks/back.vhdx"));
        Files.delete(folder.resolve("inner/disks/back.vhdx"));
    }

    @Test
    void theDoctorLooksAtEachStoreWithItsOwnKeys() {
        Command.Outcome found = Command.run(
                "doctor",
                "--config",
                settings,
                "--target",
                "s3://out-one/doctor/",
                "--source",
                "s3://disks/web.raw",
                "--source",
                "s3://out-two/web.raw");

        found.ended(ExitCode.FAILED);
        assertThat(found.out())
                .contains("good      clock: ")
                .contains("good      clock of the store of out-one: ")
                .contains("good      bucket out-one: multipart upload")
                .contains("good      s3://disks/web.raw: can be read")
                .contains("bucket out-two (of s3://out-two/web.raw) does not exist");
    }

    @Test
    void secretsStandInNoLog() throws Exception {
        submit("s3://disks/web.raw", "s3://out-two/x.qcow2", "qcow2", "{}").ended(ExitCode.FAILED);

        for (ChildCommand child : CHILDREN) {
            assertThat(child.err()).doesNotContain(INNER.secretAccessKey(), OUTER.secretAccessKey());
        }
    }

    private static void assertIsTheDisk(String format, Path image) {
        Peers.run("qemu-img", "compare", "-f", "raw", "-F", format, folder.resolve("inner/disks/web.raw"), image);
    }

    private static Command.Outcome submit(String source, String target, String format, String options)
            throws IOException {
        Path manifest =
                Files.writeString(folder.resolve("manifest.yaml"), """
                apiVersion: vmloom.io/v1
                name: batch
                items:
                  - source: {uri: "%s"}
                    output: {uri: "%s", format: %s, options: %s}
                """.formatted(source, target, format, options));
        return Command.run("submit", manifest, "--watch", "--server", server);
    }

    /** A little data in three of its parts, and nothing in between. */
    private static void writeDisk(Path file) throws IOException {
        byte[] data = new byte[3 << 20];
        new Random(11).nextBytes(data);
        try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
            disk.setLength(DISK_BYTES);
            for (long offset : List.of(0L, DISK_BYTES / 2, DISK_BYTES - data.length)) {
                disk.seek(offset);
                disk.write(data);
            }
        }
    }

    private static ChildCommand child(Object... arguments) throws IOException {
        ChildCommand child = ChildCommand.start(Map.of("VMLOOM_LOG_LEVEL", "TRACE"), arguments);
        CHILDREN.add(child);
        return child;
    }
}
