package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.embedded.EmbeddedS3;
import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.ChildCommand;
import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Folder;
import io.vmloom.cli.testing.Guest;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An object store that is not there, or does not let one in, as the command tells of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoreTroubleTest {
    private Path folder;
    private Path raw;
    private EmbeddedS3 server;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        folder = directory;
        server = EmbeddedS3.start(folder.resolve("objects"));
        server.createBucket("disks");
        raw = Guest.ODD.writeRaw(folder.resolve("web.raw"));
        Files.copy(raw, folder.resolve("objects/disks/web.raw"));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void anObjectIsConvertedAndSkippedWhenItIsThere() throws Exception {
        Object[] arguments = {"convert", "-q", "--json", "s3://disks/web.raw", "s3://disks/made/web.qcow2"};
        Command.Outcome first = ChildCommand.run(environment(), arguments);
        assertThat(first.succeeded().out()).contains("\"state\" : \"SUCCEEDED\"");

        Command.Outcome second = ChildCommand.run(environment(), arguments);
        assertThat(second.succeeded().out()).contains("\"state\" : \"SKIPPED\"");

        Command.run("compare", raw, folder.resolve("objects/disks/made/web.qcow2"))
                .succeeded();
        assertThat(Folder.files(folder.resolve("objects"))).containsExactly("disks/made/web.qcow2", "disks/web.raw");
    }

    @Test
    void aBucketThatIsMissingIsNamed() throws Exception {
        assertThat(complaint(environment(), "s3://none/web.raw", folder.resolve("new.qcow2")))
                .isEqualTo("bucket none (of s3://none/web.raw) does not exist; check the name");
        assertThat(complaint(environment(), raw, "s3://none/new.qcow2"))
                .isEqualTo("bucket none (of s3://none/new.qcow2) does not exist; check the name");
    }

    @Test
    void anObjectThatIsMissingIsNamed() throws Exception {
        assertThat(complaint(environment(), "s3://disks/none.raw", folder.resolve("new.qcow2")))
                .isEqualTo("s3://disks/none.raw does not exist; check the name");
    }

    @Test
    void wrongCredentialsAreDenied() throws Exception {
        Map<String, String> environment = new HashMap<>(environment());
        environment.put("AWS_SECRET_ACCESS_KEY", "guessed");

        assertThat(complaint(environment, "s3://disks/web.raw", folder.resolve("new.qcow2")))
                .startsWith("s3://disks/web.raw: access denied (")
                .endsWith("; check credentials and permissions");
        assertThat(complaint(environment, raw, "s3://disks/new.qcow2"))
                .startsWith("s3://disks/new.qcow2: access denied (");
    }

    @Test
    void missingCredentialsAreSaidToBeMissing() throws Exception {
        Map<String, String> environment =
                Map.of("VMLOOM_S3_ENDPOINT", server.endpoint().toString());

        assertThat(complaint(environment, "s3://disks/web.raw", folder.resolve("new.qcow2")))
                .isEqualTo("s3://disks/web.raw: access denied (no credentials were found; set AWS_ACCESS_KEY_ID and"
                        + " AWS_SECRET_ACCESS_KEY, or AWS_PROFILE); check credentials and permissions");
    }

    @Test
    void anEndpointWhereNobodyListensIsNamed() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Map<String, String> environment = new HashMap<>(environment());
        environment.put("VMLOOM_S3_ENDPOINT", "http://127.0.0.1:" + port);

        assertThat(complaint(environment, "s3://disks/web.raw", folder.resolve("new.qcow2")))
                .isEqualTo("s3://disks/web.raw: Connect to http://127.0.0.1:" + port
                        + " failed: Connection refused; check the endpoint and the network");
    }

    private Map<String, String> environment() {
        return ChildCommand.environment(server);
    }

    private String complaint(Map<String, String> environment, Object source, Object target) throws Exception {
        String complaint =
                ChildCommand.run(environment, "convert", "-q", source, target).complaint(ExitCode.UNREACHABLE);
        assertThat(Folder.files(folder)).noneMatch(name -> name.contains("new") || name.contains(".mpus"));
        return complaint;
    }
}
