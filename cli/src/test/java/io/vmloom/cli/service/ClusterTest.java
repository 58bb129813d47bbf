package io.vmloom.cli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmloom.cli.config.Configuration;
import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.ChildCommand;
import io.vmloom.cli.testing.Command;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Stores;
import io.vmloom.telemetry.Telemetry;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Broker and store, coordinator, workers and clients, each a process of its own that can be killed. */
@Tag("long")
class ClusterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int DISK_BYTES = 96 << 20;

    /** Shorter than usual, so that a killed worker's tasks are free soon. */
    private static final String TASK_LOCK = "10s";

    private static final List<ChildCommand> CHILDREN = new ArrayList<>();

    @TempDir
    private static Path folder;

    private static Path endpoints = Path.of("");
    private static final Map<String, ChildCommand> SERVERS = new HashMap<>();

    private static Optional<ChildCommand> coordinator = Optional.empty();
    private static String server = "";

    private record Worker(ChildCommand process, URI metrics) {}

    @BeforeAll
    static void start() throws Exception {
        startServer("broker");
        startServer("store");
        endpoints = folder.resolve("data/endpoints.env");
        writeDisk(folder.resolve("data/s3/vmloom/disk.raw"));
        startCoordinator("0");
        startWorker();
    }

    @AfterAll
    static void stop() throws IOException {
        for (ChildCommand child : CHILDREN) {
            child.close();
        }
    }

    @Test
    void theTasksOfAKilledWorkerGoToOthersWithinSeconds() throws Exception {
        Worker victim = startWorker();
        ChildCommand submission = child(Map.of("VMLOOM_SERVER", server), "submit", manifest("killed"), "--watch");
        awaitBusy(victim);
        victim.process().signal("KILL");

        Command.Outcome watched = submission.outcome();

        watched.succeeded();
        assertThat(watched.out()).contains("COMPLETE, 1 items: 1 succeeded");
        assertThat(watched.err()).contains("killed.qcow2: succeeded");
        // Had only the deadline of five minutes brought the task back, it would count as a retry.
        assertThat(item("killed").get("retries").asInt()).isZero();
    }

    @Test
    void aWorkerThatIsToldToStopLosesNothing() throws Exception {
        Worker leaving = startWorker();
        String id = submit("stopped");
        awaitBusy(leaving);
        leaving.process().signal("TERM");

        assertThat(leaving.process().outcome().exitCode()).isZero();
        command("watch", id).succeeded();
        assertThat(item("stopped").get("retries").asInt()).isZero();
    }

    @Test
    void aKilledCoordinatorsBatchIsGoneOnWith() throws Exception {
        String id = submit("continued");
        await().atMost(PATIENCE).until(() -> status(id).get("doneBytes").asLong() > 0);
        coordinator.orElseThrow().signal("KILL");
        coordinator.orElseThrow().outcome();
        startCoordinator(String.valueOf(URI.create(server).getPort()));

        command("watch", id).succeeded();

        assertThat(command("report", id, "--csv").succeeded().out()).contains("\ncontinued.qcow2,SUCCEEDED,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"broker", "store"})
    void aBatchOutlivesAServerThatIsKilledInItsMiddleAndStartedAgain(String role) throws Exception {
        String name = role + "-killed";
        String id = submit(name);
        await().atMost(PATIENCE).until(() -> status(id).get("doneBytes").asLong() > 0);
        ChildCommand victim = Objects.requireNonNull(SERVERS.get(role));
        victim.signal("KILL");
        victim.outcome();
        assertThat(status(id).get("state").asString()).isEqualTo("ACTIVE");
        startServer(role);

        command("watch", id).succeeded();

        JsonNode report = JsonMapper.shared()
                .readTree(command("report", id, "--json").succeeded().out());
        String source = Command.run("digest", folder.resolve("data/s3/vmloom/disk.raw"))
                .succeeded()
                .out();
        assertThat(report.at("/items/0/digest").asString()).startsWith("vg1:");
        assertThat(source).contains(report.at("/items/0/digest").asString());
        assertNothingIsLeftOf(id, name);
    }

    @Test
    void aCancelledBatchLeavesNeitherUploadNorStaging() throws Exception {
        String id = submit("cancelled");
        await().atMost(PATIENCE).until(() -> status(id).get("doneBytes").asLong() > 0);

        command("cancel", id).succeeded();

        command("watch", id).ended(ExitCode.FAILED);
        assertThat(status(id).get("state").asString()).isEqualTo("CANCELLED");
        assertThat(status(id).get("percent").asInt()).isLessThan(100);
        assertNothingIsLeftOf(id, "cancelled");
        assertThat(folder.resolve("data/s3/vmloom/cancelled.qcow2")).doesNotExist();
    }

    @Test
    void realProcessesAreScraped() throws Exception {
        Peers.need("promtool");
        Worker worker = startWorker();

        for (URI metrics : List.of(worker.metrics(), URI.create(server + "/metrics"))) {
            Path scrape = Files.writeString(Files.createTempFile(folder, "scrape", ".txt"), get(metrics));
            assertThat(Peers.run("sh", "-c", "promtool check metrics < " + scrape)
                            .output())
                    .isEmpty();
        }
        assertThat(get(worker.metrics().resolve("/readyz"))).contains("ready");
        worker.process().signal("KILL");
    }

    @Test
    void whatIsWrongIsTheDocumentedExitCode() throws IOException {
        assertThat(command("status", "b00-none").complaint(ExitCode.UNREACHABLE))
                .contains("b00-none");
        assertThat(Command.run("batches", "--server", "http://127.0.0.1:1").complaint(ExitCode.UNREACHABLE))
                .startsWith("http://127.0.0.1:1: not reachable");
        Path local = Files.writeString(folder.resolve("local.yaml"), manifestText("s3://vmloom/x.qcow2", "/etc/hosts"));
        assertThat(command("submit", local).complaint(ExitCode.USAGE))
                .startsWith(local + ":4:")
                .contains("coordinator's host");
        assertThat(command("batches").succeeded().out()).startsWith("BATCH ");
    }

    @Test
    void aDryRunIsNoBatch() throws IOException {
        String before = command("batches", "--json").succeeded().out();

        Command.Outcome dry = command("submit", manifest("estimated"), "--dry-run", "--workers", "3");

        assertThat(dry.succeeded().out())
                .containsPattern("estimated.qcow2 +converted +raw +qcow2")
                .contains("with 3 about");
        assertThat(command("batches", "--json").succeeded().out()).isEqualTo(before);
        assertThat(folder.resolve("data/s3/vmloom/estimated.qcow2")).doesNotExist();
    }

    private static void assertNothingIsLeftOf(String id, String name) {
        try (Stores stores =
                Connections.stores(Configuration.load(Optional.of(endpoints), Map.of()), Telemetry.none())) {
            Location.InBucket target = new Location.InBucket("vmloom", name + ".qcow2");
            List<ObjectVersion> staged = new ArrayList<>();
            stores.objects(target).list(target.withKey(".vmloom/" + id), staged::add);
            assertThat(staged).isEmpty();
            assertThat(stores.objects(target).listUploads(target)).isEmpty();
        }
    }

    /** Over the same data each time, so that it is the same server. */
    private static void startServer(String role) throws Exception {
        ChildCommand server = child(Map.of(), "up", "--roles", role, "--data", folder.resolve("data"));
        SERVERS.put(role, server);
        server.awaitSaying(Pattern.compile("(vmloom is up)"));
    }

    private static void startCoordinator(String port) throws Exception {
        Map<String, String> environment = Map.of("VMLOOM_HTTP_PORT", port, "VMLOOM_KAFKA_TASK_LOCK", TASK_LOCK);
        ChildCommand started = child(environment, "coordinator", "--config", endpoints);
        coordinator = Optional.of(started);
        server = started.awaitSaying(Pattern.compile("API at (\\S+)\\s"));
    }

    private static Worker startWorker() throws Exception {
        Map<String, String> environment =
                Map.of("VMLOOM_METRICS_PORT", "0", "VMLOOM_WORKER_SLOTS", "1", "VMLOOM_KAFKA_TASK_LOCK", TASK_LOCK);
        ChildCommand process = child(environment, "worker", "--config", endpoints);
        return new Worker(process, URI.create(process.awaitSaying(Pattern.compile("metrics at (\\S+)\\s"))));
    }

    private static ChildCommand child(Map<String, String> environment, Object... arguments) throws IOException {
        ChildCommand child = ChildCommand.start(environment, arguments);
        CHILDREN.add(child);
        return child;
    }

    private static void awaitBusy(Worker worker) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> get(worker.metrics()).contains("vmloom_worker_tasks_in_flight 1.0"));
    }

    private static String submit(String name) throws IOException {
        return command("submit", manifest(name)).succeeded().out().strip();
    }

    private static Command.Outcome command(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--server", server));
        return Command.run(all.toArray());
    }

    private static JsonNode status(String id) {
        return JsonMapper.shared()
                .readTree(command("status", id, "--json").succeeded().out());
    }

    /** The one item of the batch of this name. */
    private static JsonNode item(String name) {
        JsonNode batches = JsonMapper.shared()
                .readTree(command("batches", "--json").succeeded().out());
        String id = batches.get("batches")
                .valueStream()
                .filter(batch -> batch.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow()
                .get("id")
                .asString();
        return status(id).at("/items/0");
    }

    private static Path manifest(String name) throws IOException {
        return Files.writeString(
                folder.resolve(name + ".yaml"),
                manifestText("s3://vmloom/" + name + ".qcow2", "s3://vmloom/disk.raw")
                        .replace("name: batch", "name: " + name));
    }

    private static String manifestText(String target, String source) {
        return """
                apiVersion: vmloom.io/v1
                name: batch
                items:
                  - source: {uri: "%s", format: raw}
                    output: {uri: "%s", options: {compress: on}}
                """.formatted(source, target);
    }

    /** Shrinks to about a half, which takes a worker a moment. */
    private static void writeDisk(Path file) throws IOException {
        Random random = new Random(7);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] piece = new byte[1 << 20];
            for (int written = 0; written < DISK_BYTES; written += piece.length) {
                random.nextBytes(piece);
                for (int i = 0; i < piece.length; i++) {
                    piece[i] &= 0x0f;
                }
                channel.write(ByteBuffer.wrap(piece));
            }
        }
    }

    private static String get(URI uri) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            return response.body();
        }
    }
}
