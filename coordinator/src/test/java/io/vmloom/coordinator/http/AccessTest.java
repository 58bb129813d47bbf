package io.vmloom.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmloom.coordinator.access.Access;
import io.vmloom.coordinator.access.TenantsFile;
import io.vmloom.coordinator.access.TokenFile;
import io.vmloom.digest.Sha256;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.Precondition;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Who may do what over the API, and where. */
class AccessTest {
    private static final String OPERATOR = "token-of-the-operator-of-a";
    private static final String VIEWER = "token-of-the-viewer-of-a";
    private static final String OTHER = "token-of-the-operator-of-b";
    private static final String ADMIN = "token-of-the-admin-of-all";
    private static final String STRANGER = "token-of-somebody-without-roles";

    private static final String TOKENS = """
            tokens:
              - {subject: ann, token-sha256: %s, roles: {a: operator}}
              - {subject: vic, token: %s, roles: {a: viewer}}
              - {subject: bob, token: %s, roles: {b: operator}}
              - {subject: zoe, token: %s, roles: {"*": admin}}
              - {subject: sam, token: %s, roles: {}}
            """;
    private static final String TENANTS = """
            tenants:
              a:
                sources: ["s3://images/a/", "s3://shared/golden.raw"]
                targets: ["s3://images/a/out/"]
                secrets: ["a-*"]
              b: {sources: ["s3://images/b/"], targets: ["s3://images/b/"]}
              c: {sources: ["s3://images/a/"], targets: ["s3://images/c/disk.vmdk"]}
            """;
    private static final String MANIFEST = """
            apiVersion: vmloom.io/v1
            name: disks
            tenant: a
            items:
              - source: {uri: "s3://images/a/disk.raw", format: raw}
                output: {uri: "s3://images/a/out/disk.qcow2"}
            """;

    private final Path tokens;
    private final Access access;
    private final TestApi api;

    AccessTest(@TempDir Path folder) throws IOException {
        tokens = Files.writeString(
                folder.resolve("tokens.yaml"),
                TOKENS.formatted(HexFormat.of().formatHex(Sha256.of(OPERATOR)), VIEWER, OTHER, ADMIN, STRANGER));
        access = new Access(
                List.of(new TokenFile(tokens)),
                TenantsFile.read(Files.writeString(folder.resolve("tenants.yaml"), TENANTS)));
        api = new TestApi(access, TestApi.SETTINGS);
        Stream.of("images", "shared").forEach(api.memory::createBucket);
        Stream.of("a/disk.raw", "b/disk.raw", "b/list.csv")
                .forEach(key -> api.memory.put(
                        new Location.InBucket("images", key),
                        Content.of(new byte[1 << 20]),
                        Map.of(),
                        Precondition.NONE));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/batches",
                "/api/v1/batches/b00-none",
                "/api/v1/batches/b00-none/report",
                "/api/v1/batches/b00-none/events"
            })
    void whoeverHasNoTokenIsAskedForOne(String path) throws Exception {
        HttpResponse<String> refused = api.send(api.request(path));

        assertProblem(refused, 401);
        assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"vmloom\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer token-of-nobody-at-all-0001",
                "Bearer ",
                "Bearer",
                "Basic YW5uOmFubg==",
                "token-of-the-admin-of-all",
                "Bearer token-of-the-admin-of-all x"
            })
    void anUnknownTokenIsRefused(String authorization) throws Exception {
        HttpResponse<String> refused = api.send(api.request("/api/v1/batches").header("Authorization", authorization));

        assertProblem(refused, 401);
        assertThat(refused.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"vmloom\", error=\"invalid_token\"");
        assertThat(refused.body()).doesNotContain("token-of");
    }

    @Test
    void withoutATokenNothingIsSubmittedHoweverLongItIs() throws Exception {
        HttpRequest.Builder submission = api.request("/api/v1/batches")
                .header("Content-Type", "application/yaml")
                .POST(HttpRequest.BodyPublishers.ofString("#".repeat(100_000)));

        assertProblem(api.send(submission), 401);
        assertThat(count(ADMIN)).isZero();
    }

    @Test
    void aMachineIsLookedAtOnBehalfOfItsTenantAndItsItemsHaveToBeAllowed() throws Exception {
        String vmx = """
                config.version = "8"
                virtualHW.version = "13"
                displayName = "web"
                guestOS = "debian12-64"
                memsize = "512"
                scsi0.present = "TRUE"
                scsi0:0.present = "TRUE"
                scsi0:0.fileName = "disk.raw"
                """;
        for (String key : List.of("a/web.vmx", "b/web.vmx")) {
            api.memory.put(
                    new Location.InBucket("images", key),
                    Content.of(vmx.getBytes(StandardCharsets.UTF_8)),
                    Map.of(),
                    Precondition.NONE);
        }
        String machine = """
                apiVersion: vmloom.io/v1
                name: machines
                tenant: a
                items:
                  - kind: machine
                    source: {uri: "s3://images/a/web.vmx"}
                    output: {uri: "s3://images/a/out/web/", config: libvirt}
                """;

        JsonNode taken = TestApi.json(api.submit(machine, OPERATOR));

        assertThat(taken.at("/counts/total").asInt()).isEqualTo(2);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> api.memory
                        .head(new Location.InBucket("images", "a/out/web/web.xml"))
                        .isPresent());
        assertProblem(api.submit(machine.replace("s3://images/a/web.vmx", "s3://images/b/web.vmx"), OPERATOR), 403);
        assertProblem(api.submit(machine.replace("s3://images/a/out/web/", "s3://images/b/out/web/"), OPERATOR), 403);
        assertProblem(api.submit(machine.replace("web.vmx", "disk.raw"), OPERATOR), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/readyz", "/api/v1/openapi.yaml", "/metrics"})
    void whatTellsNothingOfBatchesNeedsNoToken(String path) throws Exception {
        assertThat(api.send(api.request(path)).statusCode()).isEqualTo(200);
    }

    @Test
    void metricsNeedATokenWhereThatIsWanted() throws Exception {
        ApiSettings closed = TestApi.settings(false, 0, Duration.ofMinutes(1));
        try (TestApi strict = new TestApi(access, closed)) {
            assertProblem(strict.send(strict.request("/metrics")), 401);
            assertThat(strict.get("/metrics", VIEWER).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void anOperatorSubmitsFollowsAndCancels() throws Exception {
        String id = submitted(OPERATOR);

        assertThat(api.get(path(id) + "/events", OPERATOR).body()).contains("event: end");
        assertThat(TestApi.json(api.get(path(id), OPERATOR)).get("state").asString())
                .isEqualTo("COMPLETE");
        assertThat(TestApi.json(api.get(path(id), OPERATOR)).get("tenant").asString())
                .isEqualTo("a");
        assertThat(api.cancel(id, OPERATOR).statusCode()).isEqualTo(202);
        assertThat(api.memory.head(new Location.InBucket("images", "a/out/disk.qcow2")))
                .isPresent();
    }

    @Test
    void aViewerSeesAndChangesNothing() throws Exception {
        String id = submitted(OPERATOR);

        assertThat(api.get(path(id), VIEWER).statusCode()).isEqualTo(200);
        assertThat(api.get(path(id) + "/report", VIEWER).statusCode()).isEqualTo(200);
        assertProblem(api.cancel(id, VIEWER), 403);
        assertProblem(api.submit(MANIFEST, VIEWER), 403);
        assertThat(count(VIEWER)).isEqualTo(1);
    }

    @Test
    void nobodySeesAnotherTenantsBatches() throws Exception {
        String id = submitted(OPERATOR);

        for (String token : List.of(OTHER, STRANGER)) {
            assertThat(count(token)).isZero();
            for (String what : List.of("", "/report", "/report?format=csv", "/events")) {
                HttpResponse<String> refused = api.get(path(id) + what, token);
                assertProblem(refused, 404);
                assertThat(refused.body())
                        .isEqualTo(
                                api.get(path("b00-none") + what, token).body().replace("b00-none", id));
            }
            assertProblem(api.cancel(id, token), 404);
        }
        assertThat(count(ADMIN)).isEqualTo(1);
        await().until(() ->
                TestApi.json(api.get(path(id), ADMIN)).get("state").asString().equals("COMPLETE"));
    }

    @Test
    void onlyAnAdminPurgesAndWhatIsPurgedIsNotThere() throws Exception {
        String id = submitted(OPERATOR);
        await().until(() ->
                TestApi.json(api.get(path(id), ADMIN)).get("state").asString().equals("COMPLETE"));

        assertProblem(purge(id, OPERATOR), 403);
        assertProblem(purge(id, OTHER), 404);
        assertThat(api.get(path(id), VIEWER).statusCode()).isEqualTo(200);
        assertThat(purge(id, ADMIN).statusCode()).isEqualTo(200);
        assertProblem(purge(id, ADMIN), 404);

        assertProblem(api.get(path(id), ADMIN), 404);
        assertThat(count(ADMIN)).isZero();
        assertThat(api.memory.head(new Location.InBucket("images", "a/out/disk.qcow2")))
                .isPresent();
    }

    /** Its manifest names one file, and the format makes another one beside it. */
    @Test
    void whatTurnsUpLaterIsRefusedByTheStores() throws Exception {
        String manifest = MANIFEST.replace("tenant: a", "tenant: c")
                .replaceFirst(
                        "output: .*",
                        "output: {uri: \"s3://images/c/disk.vmdk\", options: {subformat: monolithicFlat}}");
        String id = TestApi.json(api.submit(manifest, ADMIN)).get("id").asString();
        api.get(path(id) + "/events", ADMIN);

        JsonNode item = TestApi.json(api.get(path(id) + "/report", ADMIN)).at("/items/0");

        assertThat(item.get("code").asString()).isEqualTo("ACCESS_DENIED");
        assertThat(item.get("message").asString()).contains("s3://images/c/disk-flat.vmdk", "tenant 'c' may not");
        for (String key : List.of("c/disk.vmdk", "c/disk-flat.vmdk")) {
            assertThat(api.memory.head(new Location.InBucket("images", key))).isEmpty();
            assertThat(api.memory.listUploads(new Location.InBucket("images", key)))
                    .isEmpty();
        }
    }

    @Test
    void nobodySubmitsForAnotherTenant() throws Exception {
        assertProblem(api.submit(MANIFEST, OTHER), 403);
        assertProblem(api.submit(MANIFEST.replace("tenant: a\n", ""), OPERATOR), 403);
        assertProblem(api.submit(MANIFEST.replace("tenant: a", "tenant: ../a"), OPERATOR), 400);
        assertThat(count(ADMIN)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "source: {uri: \"s3://images/b/disk.raw\", format: raw}",
                "source: {uri: \"s3://images/a/../b/disk.raw\", format: raw}",
                "source: {uri: \"s3://shared/golden.raw.old\", format: raw}",
                "source: {uri: \"s3://images/.vmloom/b07-01J-0/range-1\", format: raw}",
                "source: {uri: \"s3://images/a/disk.raw\", chain: [{uri: \"s3://images/b/disk.raw\"}]}",
                "source: {uris: [\"s3://images/a/disk.raw\", \"s3://images/b/disk.raw\"]}",
                "source: {uri: \"s3://images/a/disk.raw\", key: {secret: b-disk}}",
                "source: {uri: \"s3://images/a/disk.raw\", chain: [{uri: \"s3://images/a/x\", key: {secret: b-disk}}]}",
                "output: {uri: \"s3://images/b/disk.qcow2\"}",
                "output: {uri: \"s3://images/a/disk.qcow2\"}",
                "output: {uri: \"s3://images/.vmloom/disk.qcow2\"}",
                "output: {uri: \"s3://images/a/out/disk.luks\", key: {secret: b-disk}}"
            })
    void whatATenantMayNotTouchIsRefusedAtOnce(String end) throws Exception {
        assertRefusedAtOnce(MANIFEST.replaceFirst(end.replaceFirst(" .*", " .*"), end));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{listing: \"s3://images/b/\", output: \"s3://images/a/out/{path}.qcow2\"}",
                "{listing: \"s3://images/a\", output: \"s3://images/a/out/{path}.qcow2\"}",
                "{listing: \"s3://nowhere/x/\", output: \"s3://images/a/out/{path}.qcow2\"}",
                "{object: \"s3://images/b/list.csv\"}",
                "{object: \"s3://images/b/none.csv\"}"
            })
    void whatATenantMayNotListIsNotLookedAt(String items) throws Exception {
        assertRefusedAtOnce("apiVersion: vmloom.io/v1\nname: disks\ntenant: a\nitems: " + items + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/report", "/report?format=csv"})
    void whatHasNotChangedIsNotSentAgain(String what) throws Exception {
        String id = submitted(OPERATOR);
        api.get(path(id) + "/events", OPERATOR);
        HttpResponse<String> first = api.get(path(id) + what, OPERATOR);
        String tag = first.headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> same = again(path(id) + what, OPERATOR, "\"other\", " + tag);
        HttpResponse<String> other = again(path(id) + what, OPERATOR, "W/\"other\"");

        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(same.headers().firstValue("ETag")).contains(tag);
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(other.body()).isEqualTo(first.body());
        assertProblem(again(path(id) + what, OTHER, tag), 404);
        assertProblem(again(path(id) + what, OTHER, "*"), 404);
    }

    @Test
    void theTagOfAnotherAnswerDoesNotCount() throws Exception {
        String id = submitted(OPERATOR);
        String ofStatus =
                api.get(path(id), OPERATOR).headers().firstValue("ETag").orElseThrow();

        assertThat(again(path(id) + "/report", OPERATOR, ofStatus).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> again(String path, String token, String tags) throws Exception {
        return api.send(TestApi.by(token, api.request(path)).header("If-None-Match", tags));
    }

    @Test
    void aTokenThatIsTakenOutOfTheFileHoldsNoLonger() throws Exception {
        assertThat(api.get("/api/v1/batches", VIEWER).statusCode()).isEqualTo(200);

        change(Files.readString(tokens).replace(VIEWER, "another-token-of-the-viewer"));

        assertProblem(api.get("/api/v1/batches", VIEWER), 401);
        assertThat(api.get("/api/v1/batches", "another-token-of-the-viewer").statusCode())
                .isEqualTo(200);
        change("tokens: [{subject: x}]");
        assertThat(api.get("/api/v1/batches", OPERATOR).statusCode()).isEqualTo(200);
    }

    private void change(String text) throws IOException {
        Files.writeString(tokens, text);
        Files.setLastModifiedTime(tokens, FileTime.from(Instant.now().plusSeconds(text.length())));
    }

    private void assertRefusedAtOnce(String manifest) throws Exception {
        HttpResponse<String> refused = api.submit(manifest, OPERATOR);

        assertProblem(refused, 403);
        assertThat(refused.body()).contains("tenant 'a' may not");
        assertThat(count(ADMIN)).isZero();
    }

    private HttpResponse<String> purge(String batch, String token) throws Exception {
        return api.send(TestApi.by(token, api.request(path(batch))).DELETE());
    }

    private String submitted(String token) throws Exception {
        HttpResponse<String> taken = api.submit(MANIFEST, token);
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);
        return TestApi.json(taken).get("id").asString();
    }

    private int count(String token) throws Exception {
        return TestApi.json(api.get("/api/v1/batches", token)).get("total").asInt();
    }

    private static String path(String id) {
        return "/api/v1/batches/" + id;
    }

    private static void assertProblem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(TestApi.json(response).get("status").asInt()).isEqualTo(status);
    }
}
