package io.vmloom.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmloom.cipher.KeyWrap;
import io.vmloom.coordinator.access.Access;
import io.vmloom.coordinator.app.BatchService;
import io.vmloom.coordinator.app.Coordinator;
import io.vmloom.coordinator.app.ServiceLimits;
import io.vmloom.coordinator.app.TaskMeter;
import io.vmloom.coordinator.app.Watch;
import io.vmloom.coordinator.dispatch.DispatchPolicy;
import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.coordinator.pipeline.KeyAccess;
import io.vmloom.coordinator.schedule.Schedule;
import io.vmloom.coordinator.state.RecordedState;
import io.vmloom.coordinator.state.StateLog;
import io.vmloom.object.OpenLocalTargets;
import io.vmloom.queue.CancelPublisher;
import io.vmloom.queue.CancelledWork;
import io.vmloom.queue.local.LocalQueues;
import io.vmloom.queue.local.LocalRecords;
import io.vmloom.queue.local.SoleOwner;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.Precondition;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.Stores;
import io.vmloom.store.memory.MemoryObjectStore;
import io.vmloom.store.route.ConfiguredStores;
import io.vmloom.store.route.RemoteStores;
import io.vmloom.telemetry.Side;
import io.vmloom.telemetry.Telemetry;
import io.vmloom.testing.Peers;
import io.vmloom.worker.consume.SlotRange;
import io.vmloom.worker.consume.WorkerPool;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API over HTTP, with queues and a store in memory. */
class ApiTest {
    private static final String MANIFEST = """
            apiVersion: vmloom.io/v1
            name: two-disks
            items:
              - source: {uri: "s3://images/a.raw", format: raw}
                output: {uri: "s3://images/a.qcow2"}
                verify: full
              - source: {uri: "s3://images/none.raw", format: raw}
                output: {uri: "s3://images/none.qcow2"}
            """;

    private final MemoryObjectStore memory = new MemoryObjectStore(StoreCapabilities.S3);
    private final Stores stores = new RemoteStores(ConfiguredStores.of(memory));
    private final LocalQueues queues = new LocalQueues();
    private final Telemetry telemetry = Telemetry.of(EnumSet.allOf(Side.class));
    private final TaskMeter tasks = new TaskMeter(telemetry);
    private final OpenLocalTargets noTargets = new OpenLocalTargets();
    private final Schedule schedule = Schedule.ofOneProcess(1);
    private final SoleOwner owner = new SoleOwner(BatchIds.PARTITIONS);
    private final StateLog log = new RecordedState(new LocalRecords(BatchIds.PARTITIONS).open());
    private final Coordinator coordinator = new Coordinator(
            stores,
            noTargets,
            tasks.counted(queues.taskPublisher()),
            tasks.counted(queues.resultSubscriber()),
            DispatchPolicy.DEFAULT,
            schedule,
            KeyAccess.NONE);
    private final Watch watch = new Watch(queues.beatSubscriber(), 3);
    private final BatchService service = new BatchService(
            coordinator::resume,
            schedule,
            log,
            CancelPublisher.NONE,
            new ServiceLimits(5, 3, Optional.empty()),
            telemetry,
            tasks,
            watch,
            TestApi.dryRuns(stores));
    private final ApiServer server =
            new ApiServer(service, new Colleagues(owner), stores, telemetry, Access.OPEN, TestApi.SETTINGS);
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<WorkerPool> workers = new ArrayList<>();

    @TempDir
    private Path folder;

    ApiTest() {
        owner.join("", service.member());
        memory.createBucket("images");
        byte[] disk = new byte[3 << 20];
        new Random(1).nextBytes(disk);
        memory.put(new Location.InBucket("images", "a.raw"), Content.of(disk), Map.of(), Precondition.NONE);
    }

    @AfterEach
    void stop() {
        service.close();
        workers.forEach(WorkerPool::close);
        server.close();
        coordinator.close();
        client.close();
    }

    @Test
    void aDryRunSaysWhatABatchWouldTakeAndTakesNothing() throws Exception {
        HttpResponse<String> answer = post("/api/v1/batches?dryRun=true&workers=3", "application/yaml", MANIFEST);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode estimate = json(answer);
        assertThat(estimate.at("/items/0/expectation").asString()).isEqualTo("CONVERTED");
        assertThat(estimate.at("/items/0/virtualBytes").asLong()).isEqualTo(3 << 20);
        assertThat(estimate.at("/items/1/expectation").asString()).isEqualTo("REFUSED");
        assertThat(estimate.at("/items/1/code").asString()).isEqualTo("NOT_FOUND");
        assertThat(estimate.at("/total/counts/refused").asInt()).isEqualTo(1);
        assertThat(estimate.at("/total/requests/put").asLong()).isPositive();
        assertThat(estimate.at("/total/workers").asInt()).isEqualTo(3);
        assertThat(json(get("/api/v1/batches")).get("total").asInt()).isZero();
        assertThat(post("/api/v1/batches?dryRun=maybe", "application/yaml", MANIFEST)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aBatchIsTakenFollowedAndReported() throws Exception {
        startWorker();

        HttpResponse<String> taken = submit(MANIFEST);
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);
        String path = taken.headers().firstValue("Location").orElseThrow();
        assertThat(path).isEqualTo("/api/v1/batches/" + json(taken).get("id").asString());

        HttpResponse<String> events = get(path + "/events");
        assertThat(events.headers().firstValue("Content-Type")).contains("text/event-stream");
        assertThat(events.body())
                .contains("id: 1\nevent: item\n", "id: 2\nevent: item\n")
                .contains("event: end\n");

        JsonNode status = json(get(path));
        assertThat(status.get("state").asString()).isEqualTo("FAILED");
        assertThat(status.at("/counts/succeeded").asInt()).isEqualTo(1);
        assertThat(status.at("/counts/failed").asInt()).isEqualTo(1);
        assertThat(status.get("percent").asInt()).isLessThan(100);
        JsonNode done = status.at("/items/0");
        assertThat(done.get("percent").asInt()).isEqualTo(100);
        assertThat(done.get("doneBytes").asLong())
                .isEqualTo(2 * (3 << 20))
                .isEqualTo(done.get("knownBytes").asLong());
        assertThat(done.get("stages")
                        .valueStream()
                        .map(stage -> stage.get("stage").asString()))
                .containsExactly("inspecting", "converting", "stitching", "verifying");
        JsonNode missing = status.at("/items/1");
        assertThat(missing.get("code").asString()).isEqualTo("NOT_FOUND");
        assertThat(missing.get("percent").asInt()).isZero();

        JsonNode page = json(get(path + "?state=failed&limit=1"));
        assertThat(page.get("items").valueStream().map(item -> item.get("name").asString()))
                .containsExactly("none.qcow2");
        assertThat(json(get(path + "/report")).get("complete").asBoolean()).isTrue();
        assertThat(get(path + "/report?format=csv").body().lines().toList())
                .hasSize(3)
                .anyMatch(
                        line -> line.startsWith("a.qcow2,SUCCEEDED,s3://images/a.raw,s3://images/a.qcow2,raw,qcow2,"));
        assertThat(json(get("/api/v1/batches")).get("total").asInt()).isEqualTo(1);
        assertThat(get(path + "/events", "Last-Event-ID", "1").body())
                .doesNotContain("id: 1\n")
                .contains("id: 2\n");
    }

    @Test
    void whatABatchDidIsInTheMetrics() throws Exception {
        Peers.need("promtool");
        startWorker();
        String path = submit(MANIFEST).headers().firstValue("Location").orElseThrow();
        get(path + "/events");

        HttpResponse<String> scraped = get("/metrics");

        assertThat(scraped.body())
                .contains("vmloom_items_ended_total{state=\"succeeded\",} 1.0")
                .contains("vmloom_stage_bytes_total{stage=\"converting\",format=\"qcow2\",} 3145728.0")
                .contains("vmloom_task_attempts_total{kind=\"convert\",} 1.0")
                .contains("vmloom_task_backlog 0.0")
                .contains("vmloom_batches{state=\"active\",} 0.0")
                .contains("vmloom_worker_read_bytes_total{kind=\"convert\",} 3145728.0")
                .contains("vmloom_worker_tasks_total{kind=\"digest\",outcome=\"done\",} 1.0");
        Path scrape = Files.writeString(folder.resolve("scrape.txt"), scraped.body());
        assertThat(Peers.run("sh", "-c", "promtool check metrics < " + scrape).output())
                .isEmpty();
    }

    @Test
    void aCancelledBatchLeavesNothingAndLetsTheNextOneBegin() throws Exception {
        String first = submit(MANIFEST).headers().firstValue("Location").orElseThrow();
        String second = submit(MANIFEST).headers().firstValue("Location").orElseThrow();
        await().until(() -> json(get(first)).at("/items/0/stage").asString("").equals("converting"));
        assertThat(json(get(second)).get("state").asString()).isEqualTo("READY");
        assertThat(get("/metrics").body()).contains("vmloom_task_backlog 1.0", "vmloom_batches{state=\"ready\",} 1.0");

        HttpResponse<String> cancelled = post(second + "/cancel", "application/json", "");
        assertThat(cancelled.statusCode()).isEqualTo(202);
        await().until(() -> json(get(second)).get("state").asString().equals("CANCELLED"));

        assertThat(json(post(first + "/cancel", "application/json", ""))
                        .get("state")
                        .asString())
                .isIn("CANCELLING", "CANCELLED");
        await().until(() -> json(get(first)).get("state").asString().equals("CANCELLED"));
        JsonNode items = json(get(first + "/report")).get("items");
        assertThat(items.get(0).get("code").asString()).isEqualTo("CANCELLED");
        assertThat(memory.listUploads(new Location.InBucket("images", "a"))).isEmpty();
        assertThat(memory.head(new Location.InBucket("images", "a.qcow2"))).isEmpty();
        assertThat(get("/metrics").body()).contains("vmloom_task_backlog 0.0");
        assertThat(post(first + "/cancel", "application/json", "").statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "file:///etc/passwd", "disk.raw", "https://elsewhere/disk.raw", "s3:/x/y"})
    void filesOfTheHostAreRefused(String source) throws Exception {
        HttpResponse<String> refused = submit(MANIFEST.replace("s3://images/a.raw", source));

        assertProblem(refused, 400, "REQUEST_INVALID");
        assertThat(json(refused).get("detail").asString())
                .startsWith("batch.yaml:4:")
                .contains("items[0].source.uri", source);
    }

    @Test
    void seedsAreRefused() throws Exception {
        HttpResponse<String> refused =
                submit(MANIFEST + "seed:\n  - {from: /etc/passwd, to: \"s3://images/passwd\"}\n");

        assertProblem(refused, 400, "REQUEST_INVALID");
        assertThat(json(refused).get("detail").asString())
                .startsWith("batch.yaml:10:")
                .contains("seeds are files");
        assertThat(json(get("/api/v1/batches")).get("total").asInt()).isZero();
    }

    @Test
    void whatIsWrongIsAProblemWithItsPlace() throws Exception {
        HttpResponse<String> refused = submit(MANIFEST.replace("verify: full", "verify: twice"));

        assertProblem(refused, 400, "REQUEST_INVALID");
        assertThat(json(refused).get("detail").asString()).startsWith("batch.yaml:6:13: items[0].verify");
        assertProblem(submit("#".repeat((int) TestApi.SETTINGS.maxBodyBytes() + 1)), 413, "REQUEST_INVALID");
        assertProblem(post("/api/v1/batches", "text/plain", MANIFEST), 400, "REQUEST_INVALID");
        assertProblem(get("/api/v1/batches/b01-none"), 404, "NOT_FOUND");
        assertProblem(get("/api/v1/batches/b01-none/events"), 404, "NOT_FOUND");
        assertProblem(get("/api/v1/batches?limit=0"), 400, "REQUEST_INVALID");
        assertProblem(get("/nothing/here"), 404, "NOT_FOUND");
        assertProblem(post("/healthz", "application/json", ""), 405, "REQUEST_INVALID");
    }

    @Test
    void pagesOfOtherSitesMayNotSubmit() throws Exception {
        HttpRequest foreign = request("/api/v1/batches")
                .header("Content-Type", "application/yaml")
                .header("Origin", "https://elsewhere.example")
                .POST(HttpRequest.BodyPublishers.ofString(MANIFEST))
                .build();

        assertProblem(client.send(foreign, HttpResponse.BodyHandlers.ofString()), 403, "ACCESS_DENIED");
    }

    @Test
    void aStoppingCoordinatorIsAliveButNotReady() throws Exception {
        assertThat(get("/readyz").statusCode()).isEqualTo(200);

        service.close();

        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertProblem(get("/readyz"), 503, "STORE_UNAVAILABLE");
        assertProblem(submit(MANIFEST), 503, "STORE_UNAVAILABLE");
    }

    private void startWorker() {
        workers.add(new WorkerPool(
                SlotRange.always(1),
                Duration.ofDays(1),
                queues::taskSubscriber,
                queues.resultPublisher(),
                CancelledWork.NONE,
                stores,
                noTargets,
                KeyWrap.absent(),
                telemetry,
                queues.beatPublisher()));
    }

    private void assertProblem(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(response).get("status").asInt()).isEqualTo(status);
        assertThat(json(response).get("code").asString()).isEqualTo(code);
    }

    private HttpResponse<String> submit(String manifest) throws IOException, InterruptedException {
        return post("/api/v1/batches?file=batch.yaml", "application/yaml", manifest);
    }

    private HttpResponse<String> post(String path, String type, String body) throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(30));
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }
}
