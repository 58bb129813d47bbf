package io.vmloom.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmloom.coordinator.access.Access;
import io.vmloom.coordinator.access.AccessRole;
import io.vmloom.coordinator.access.Principal;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.Precondition;
import io.vmloom.tenant.Tenants;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What can be watched over the API and on the page, and by whom. */
class WatchTest {
    private static final int DISK_BYTES = 3 << 20;
    private static final String VIEWER = "viewer-of-a";
    private static final String OTHER = "viewer-of-b";
    private static final String OPERATOR = "operator-of-a";
    private static final String MANIFEST = """
            apiVersion: vmloom.io/v1
            name: night
            tenant: a
            tags: {team: storage}
            items:
              - name: first
                source: {uri: "s3://images/disk.raw", format: raw}
                output: {uri: "s3://images/first.qcow2"}
              - name: second
                source: {uri: "s3://images/none.raw", format: raw}
                output: {uri: "s3://images/second.qcow2"}
            """;

    private final TestApi api = new TestApi(
            new Access(
                    List.of(token -> Optional.ofNullable(Map.of(
                                    VIEWER, new Principal("vic", Map.of("a", AccessRole.VIEWER)),
                                    OTHER, new Principal("bob", Map.of("b", AccessRole.VIEWER)),
                                    OPERATOR, new Principal("ann", Map.of("a", AccessRole.OPERATOR)))
                            .get(token))),
                    Tenants.UNRESTRICTED),
            TestApi.SETTINGS);

    @BeforeEach
    void putDisk() {
        byte[] disk = new byte[DISK_BYTES];
        new Random(5).nextBytes(disk);
        api.memory.createBucket("images");
        api.memory.put(new Location.InBucket("images", "disk.raw"), Content.of(disk), Map.of(), Precondition.NONE);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void anItemTellsItsMapsItsThroughputAndWhatItsTasksTook() throws Exception {
        String id = convert();

        JsonNode item = TestApi.json(api.get("/api/v1/batches/" + id + "/items/0", VIEWER));

        assertThat(item.path("number").asInt()).isZero();
        assertThat(item.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(item.at("/map/virtualBytes").asLong()).isEqualTo(DISK_BYTES);
        assertThat(item.at("/map/states").asString()).matches("v{3,1024}");
        assertThat(item.at("/targetMap/states").asString()).matches("[ps]+");
        assertThat(item.at("/targetMap/sealed").asBoolean()).isTrue();
        assertThat(item.at("/total/guestBytes").asLong()).isEqualTo(DISK_BYTES);
        assertThat(item.at("/history/samples")).isNotEmpty();
        assertThat(item.at("/taskSeconds/tasks").asInt()).isPositive();
        assertThat(item.path("tasks")).isEmpty();
        assertThat(item.has("next")).isFalse();
    }

    @Test
    void anItemThatFailedTellsWhatHappensNext() throws Exception {
        String id = convert();

        JsonNode item = TestApi.json(api.get("/api/v1/batches/" + id + "/items/1", VIEWER));

        assertThat(item.path("state").asString()).isEqualTo("FAILED");
        assertThat(item.path("message").asString()).contains("s3://images/none.raw");
        assertThat(item.path("next").asString()).contains("Mend what the message says", "Retry the batch");
    }

    @Test
    void aBatchTellsWhatWentThroughIt() throws Exception {
        String id = convert();

        JsonNode history = TestApi.json(api.get("/api/v1/batches/" + id + "/history", VIEWER));

        assertThat(history.at("/total/guestBytes").asLong()).isEqualTo(DISK_BYTES);
        assertThat(history.at("/history/periodSeconds").asDouble()).isPositive();
    }

    @Test
    void workersTellWhatTheyDoToThoseWhoMaySeeIt() throws Exception {
        String id = convert();
        await().atMost(Duration.ofSeconds(20)).until(() -> !spans(VIEWER).isEmpty());

        JsonNode seen = spans(VIEWER).get(0);
        JsonNode hidden = spans(OTHER).get(0);

        assertThat(seen.path("batch").asString()).isEqualTo(id);
        assertThat(seen.path("item").asString()).isEqualTo("0");
        assertThat(hidden.has("begun")).isTrue();
        assertThat(hidden.has("batch")).isFalse();
        assertThat(hidden.has("item")).isFalse();
        JsonNode fleet = TestApi.json(api.get("/api/v1/workers?spans=false", OTHER));
        assertThat(fleet.path("reason").asString()).isEqualTo("0 workers wanted because 0 tasks / 3 per worker");
        assertThat(fleet.at("/workers/0").has("spans")).isFalse();
        assertThat(TestApi.json(api.get("/api/v1/workers?batch=" + id, OTHER)).at("/workers/0/spans"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/items/0", "/history"})
    void whoeverMayNotSeeABatchSeesNothingOfIt(String path) throws Exception {
        String id = convert();

        assertThat(api.get("/api/v1/batches/" + id + path, OTHER).statusCode()).isEqualTo(404);
        assertThat(api.send(api.request("/api/v1/batches/" + id + path)).statusCode())
                .isEqualTo(401);
        assertThat(api.send(api.request("/api/v1/workers")).statusCode()).isEqualTo(401);
    }

    @Test
    void anItemIsAskedForByANumberThatThereIs() throws Exception {
        String id = convert();

        assertThat(api.get("/api/v1/batches/" + id + "/items/2", VIEWER).statusCode())
                .isEqualTo(404);
        assertThat(api.get("/api/v1/batches/" + id + "/items/first", VIEWER).statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state=failed",
                "tenant=a",
                "text=NIGHT",
                "text=team%3Dstor",
                "state=failed&tenant=a&text=night",
                "text="
            })
    void aListIsFiltered(String query) throws Exception {
        convert();

        assertThat(TestApi.json(api.get("/api/v1/batches?" + query, VIEWER))
                        .path("total")
                        .asInt())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"state=active", "tenant=b", "text=day"})
    void whatDoesNotMatchIsNotListed(String query) throws Exception {
        convert();

        assertThat(TestApi.json(api.get("/api/v1/batches?" + query, VIEWER))
                        .path("total")
                        .asInt())
                .isZero();
    }

    @Test
    void itemsAreFilteredByTextAndCounted() throws Exception {
        String id = convert();

        JsonNode found = TestApi.json(api.get("/api/v1/batches/" + id + "?text=SECOND&limit=1", VIEWER));

        assertThat(found.path("matching").asInt()).isEqualTo(1);
        assertThat(found.at("/items/0/number").asInt()).isEqualTo(1);
    }

    @Test
    void aPageNeedsNoTokenAndTellsNothingWithoutOne() throws Exception {
        String id = convert();

        for (String path : List.of("/", "/batches/" + id, "/batches/" + id + "/items/0")) {
            HttpResponse<String> stranger = api.send(api.request(path));
            assertThat(stranger.statusCode()).isEqualTo(200);
            assertThat(stranger.body()).contains("app.js").doesNotContain("night", "first", "storage");
            assertThat(api.get(path, VIEWER).body()).contains("night");
            assertThat(api.get(path, "nobody").statusCode()).isEqualTo(401);
        }
        assertThat(api.get("/batches/" + id, OTHER).statusCode()).isEqualTo(404);
        assertThat(api.get("/batches/b00-none", VIEWER).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/batches/b00-%3Cscript%3E", "/ui/app.js", "/ui/style.css", "/ui/none"})
    void nothingOfThePageMayLoadOrBeFramedFromElsewhere(String path) throws Exception {
        HttpResponse<String> answer = api.get(path, VIEWER);

        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .contains(
                        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(answer.body()).doesNotContain("<script>");
    }

    private JsonNode spans(String token) throws Exception {
        return TestApi.json(api.get("/api/v1/workers", token)).at("/workers/0/spans");
    }

    /** One item succeeds, the other one fails. */
    private String convert() throws Exception {
        String id = TestApi.json(api.submit(MANIFEST, OPERATOR)).path("id").asString();
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        TestApi.json(api.get("/api/v1/batches/" + id, OPERATOR)).has("ended"));
        return id;
    }
}
