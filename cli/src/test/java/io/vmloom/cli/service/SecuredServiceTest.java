package io.vmloom.cli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.ChildCommand;
import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.SelfSigned;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Coordinator, worker and clients as processes, over TLS, with tokens and tenants. */
class SecuredServiceTest {
    private static final String OPERATOR = "3b1f0c-token-of-the-operator-of-a";
    private static final String VIEWER = "7d2e9a-token-of-the-viewer-of-a";
    private static final String OTHER = "90ac41-token-of-the-operator-of-b";
    private static final String WRONG = "5e77bd-token-of-nobody-whatsoever";
    private static final List<ChildCommand> CHILDREN = new ArrayList<>();

    @TempDir
    private static Path folder;

    private static Path certificate = Path.of("");
    private static String server = "";

    @BeforeAll
    static void start() throws Exception {
        Peers.need("openssl");
        SelfSigned tls = SelfSigned.in(folder);
        certificate = tls.certificate();
        child(Map.of(), "up", "--roles", "broker,store", "--data", folder.resolve("data"))
                .awaitSaying(Pattern.compile("(vmloom is up)"));
        Path bucket = folder.resolve("data/s3/vmloom");
        for (String tenant : List.of("a", "b")) {
            Files.createDirectories(bucket.resolve(tenant));
            Files.write(bucket.resolve(tenant).resolve("disk.raw"), new byte[1 << 20]);
        }
        Path endpoints = folder.resolve("data/endpoints.env");
        server = child(
                        Map.of(
                                "VMLOOM_HTTP_PORT", "0",
                                "VMLOOM_LOG_LEVEL", "TRACE",
                                "VMLOOM_HTTP_CERTIFICATE_FILE", certificate.toString(),
                                "VMLOOM_HTTP_KEY_FILE", tls.key().toString(),
                                "VMLOOM_AUTH_TOKENS_FILE", tokens().toString(),
                                "VMLOOM_TENANTS_FILE",
                                        tenants("coordinator.yaml", "a", "b").toString()),
                        "coordinator",
                        "--config",
                        endpoints)
                .awaitSaying(Pattern.compile("API at (\\S+)\\s"));
        child(
                        Map.of(
                                "VMLOOM_METRICS_PORT", "0",
                                "VMLOOM_LOG_LEVEL", "TRACE",
                                "VMLOOM_TENANTS_FILE",
                                        tenants("worker.yaml", "a").toString()),
                        "worker",
                        "--config",
                        endpoints)
                .awaitSaying(Pattern.compile("metrics at (\\S+)\\s"));
    }

    @AfterAll
    static void stop() throws IOException {
        for (ChildCommand child : CHILDREN) {
            child.close();
        }
    }

    @Test
    void withoutItsCertificateTheServerIsNotTalkedTo() {
        assertThat(server).startsWith("https://127.0.0.1:");
        assertThat(Command.run("batches", "--server", server).complaint(ExitCode.UNREACHABLE))
                .contains("not reachable over TLS", "--ca-file");
    }

    @Test
    void withoutATokenThatIsKnownNothingIsTold() throws Exception {
        assertThat(Command.run("batches", "--server", server, "--ca-file", certificate)
                        .complaint(ExitCode.UNREACHABLE))
                .contains("--token-file");
        assertThat(as(WRONG, "batches").complaint(ExitCode.UNREACHABLE)).contains("is not known here");
    }

    @Test
    void anOperatorHasItsImageConvertedAndNobodyElseHearsOfIt() throws Exception {
        Command.Outcome watched = as(OPERATOR, "submit", manifest("mine", "a", "a"), "--watch");
        String id = idOf("mine");

        watched.succeeded();
        as(VIEWER, "status", id).succeeded();
        as(VIEWER, "report", id).succeeded();
        assertThat(as(VIEWER, "cancel", id).complaint(ExitCode.UNREACHABLE)).contains("is not its operator");
        assertThat(as(OTHER, "batches").succeeded().out()).doesNotContain(id);
        for (String command : List.of("status", "watch", "report", "cancel")) {
            assertThat(as(OTHER, command, id).complaint(ExitCode.UNREACHABLE)).contains("does not exist");
        }
    }

    @Test
    void theCoordinatorRefusesForeignPlaces() throws Exception {
        assertThat(as(OPERATOR, "submit", manifest("theirs", "a", "b")).complaint(ExitCode.UNREACHABLE))
                .contains("s3://vmloom/b/disk.raw", "tenant 'a' may not read there");
        assertThat(as(OPERATOR, "submit", manifest("theirs", "b", "b")).complaint(ExitCode.UNREACHABLE))
                .contains("'ann' is not its operator");
        assertThat(as(VIEWER, "submit", manifest("theirs", "a", "a")).complaint(ExitCode.UNREACHABLE))
                .contains("'vic' is not its operator");
    }

    @Test
    void aWorkerThatDoesNotKnowTheTenantTouchesNothingForIt() throws Exception {
        as(OTHER, "submit", manifest("unknown", "b", "b"), "--watch").ended(ExitCode.FAILED);

        String report = as(OTHER, "report", idOf("unknown", OTHER), "--json")
                .succeeded()
                .out();

        assertThat(JsonMapper.shared().readTree(report).at("/items/0/code").asString())
                .isEqualTo("ACCESS_DENIED");
        assertThat(report).contains("tenant 'b' may not read there");
        assertThat(folder.resolve("data/s3/vmloom/b/unknown.qcow2")).doesNotExist();
    }

    @Test
    void whoChangesSomethingStandsInTheAuditLogAndTokensStandNowhere() throws Exception {
        as(OPERATOR, "submit", manifest("audited", "a", "a"), "--watch").succeeded();
        String id = idOf("audited");
        as(VIEWER, "cancel", id);
        as(WRONG, "cancel", id);
        as(OPERATOR, "submit", manifest("refused", "a", "b"));

        // An answer may be there before its line.
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(CHILDREN.get(1).err().lines())
                        .anyMatch(
                                line -> line.contains("audit: done act=\"submit\" subject=\"ann\" tenant=\"a\" batch=\""
                                        + id + "\" from=\"127.0.0.1\" status=\"201\""))
                        .anyMatch(line ->
                                line.contains("audit: refused act=\"cancel\" subject=\"vic\" tenant=\"a\" batch=\"" + id
                                        + "\" from=\"127.0.0.1\" status=\"403\""))
                        .anyMatch(line ->
                                line.contains("audit: refused act=\"cancel\" subject=\"-\" tenant=\"-\" batch=\"" + id
                                        + "\" from=\"127.0.0.1\" status=\"401\""))
                        .anyMatch(line -> line.contains(
                                "audit: refused act=\"submit\" subject=\"ann\" tenant=\"a\" batch=\"-\"")));
        for (ChildCommand child : CHILDREN) {
            assertThat(child.err()).doesNotContain(OPERATOR, VIEWER, OTHER, WRONG);
        }
    }

    private static Command.Outcome as(String token, Object... arguments) throws IOException {
        Path file = Files.writeString(folder.resolve(token + ".txt"), token + "\n");
        return Command.run(Stream.concat(
                        Stream.of(arguments),
                        Stream.of("--server", server, "--token-file", file, "--ca-file", certificate))
                .toArray());
    }

    private static String idOf(String name) throws IOException {
        return idOf(name, OPERATOR);
    }

    private static String idOf(String name, String token) throws IOException {
        return JsonMapper.shared()
                .readTree(as(token, "batches", "--json").succeeded().out())
                .get("batches")
                .valueStream()
                .filter(batch -> batch.get("name").asString().equals(name))
                .map(batch -> Objects.requireNonNull(batch.get("id")).asString())
                .findFirst()
                .orElseThrow();
    }

    private static Path manifest(String name, String tenant, String source) throws IOException {
        return Files.writeString(
                folder.resolve(name + "-" + tenant + ".yaml"), """
                apiVersion: vmloom.io/v1
                name: %s
                tenant: %s
                items:
                  - source: {uri: "s3://vmloom/%s/disk.raw", format: raw}
                    output: {uri: "s3://vmloom/%s/%s.qcow2"}
                """.formatted(name, tenant, source, tenant, name));
    }

    private static Path tokens() throws IOException {
        return Files.writeString(folder.resolve("tokens.yaml"), """
                tokens:
                  - {subject: ann, token: %s, roles: {a: operator}}
                  - {subject: vic, token: %s, roles: {a: viewer}}
                  - {subject: bob, token: %s, roles: {b: operator}}
                """.formatted(OPERATOR, VIEWER, OTHER));
    }

    private static Path tenants(String name, String... tenants) throws IOException {
        StringBuilder text = new StringBuilder("tenants:\n");
        for (String tenant : tenants) {
            text.append("  ")
                    .append(tenant)
                    .append(": {targets: [\"s3://vmloom/")
                    .append(tenant)
                    .append("/\"]}\n");
        }
        return Files.writeString(folder.resolve(name), text);
    }

    private static ChildCommand child(Map<String, String> environment, Object... arguments) throws IOException {
        ChildCommand child = ChildCommand.start(environment, arguments);
        CHILDREN.add(child);
        return child;
    }
}
