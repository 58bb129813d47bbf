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
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two coordinators as processes of their own, over one broker and store. */
class CoordinatorsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final List<ChildCommand> CHILDREN = new ArrayList<>();

    @TempDir
    private static Path folder;

    private static Path endpoints = Path.of("");
    private static Optional<Coordinator> first = Optional.empty();
    private static Optional<Coordinator> second = Optional.empty();
    private static String sourceDigest = "";
    private static int batches;

    private record Coordinator(ChildCommand process, String url) {}

    @BeforeAll
    static void start() throws Exception {
        ChildCommand servers = child(Map.of(), "up", "--roles", "broker,store", "--data", folder.resolve("data"));
        servers.awaitSaying(Pattern.compile("(vmloom is up)"));
        endpoints = folder.resolve("data/endpoints.env");
        Path disk = folder.resolve("data/s3/vmloom/disk.raw");
        writeDisk(disk);
        sourceDigest = Command.run("digest", disk).succeeded().out().split("\\s")[0];
        child(Map.of("VMLOOM_METRICS_PORT", "0", "VMLOOM_WORKER_SLOTS", "1"), "worker", "--config", endpoints)
                .awaitSaying(Pattern.compile("(metrics at)"));
    }

    @AfterAll
    static void stop() throws IOException {
        for (ChildCommand child : CHILDREN) {
            child.close();
        }
    }

    @BeforeEach
    void twoCoordinatorsShareTheWork() throws Exception {
        first = Optional.of(first.isPresent() ? first.get() : startCoordinator());
        second = Optional.of(second.isPresent() ? second.get() : startCoordinator());
        String id = submit(second());
        await("until the second one has its part")
                .atMost(PATIENCE)
                .until(() -> Command.run("status", id, "--server", first().url())
                                        .exitCode()
                                == 0
                        && Command.run("cancel", id, "--server", first().url()).exitCode() == 0);
        follow(second(), id);
    }

    @Test
    void anyCoordinatorAnswersForAllBatches() throws Exception {
        String id = submit(first());
        String other = submit(second());

        follow(second(), id);

        for (Coordinator coordinator : List.of(first(), second())) {
            assertThat(status(coordinator, id).get("state").asString()).isEqualTo("COMPLETE");
            List<String> listed = json(coordinator, "batches", "--json")
                    .get("batches")
                    .valueStream()
                    .map(batch -> batch.get("id").asString())
                    .toList();
            assertThat(listed).contains(id, other).doesNotHaveDuplicates();
        }
        follow(first(), other);
        for (String purged : List.of(id, other)) {
            Command.run("purge", purged, "--server", second().url()).succeeded();
            Command.run("status", purged, "--server", first().url()).ended(ExitCode.UNREACHABLE);
        }
    }

    @Test
    void theSameTokenIsTheSameBatchWhomeverItIsSentTo() throws Exception {
        Path manifest = manifest("clientToken: only-once-" + batches + "\n");

        String id = submit(first(), manifest);

        assertThat(submit(second(), manifest)).isEqualTo(id);
        follow(first(), id);
    }

    @Test
    void aDeadCoordinatorsBatchIsGoneOnWithByAnotherOneWithinSeconds() throws Exception {
        String id = submit(first());
        await().atMost(PATIENCE)
                .until(() -> status(first(), id).get("doneBytes").asLong() > 0);

        long killedNanos = System.nanoTime();
        first().process().signal("KILL");
        await().atMost(PATIENCE)
                .until(() ->
                        Command.run("status", id, "--server", second().url()).exitCode() == 0);
        Duration away = Duration.ofNanos(System.nanoTime() - killedNanos);
        first = Optional.empty();

        assertThat(away).isLessThan(Duration.ofSeconds(60));
        follow(second(), id);
        assertGood(second(), id);
    }

    @Test
    void aCoordinatorThatStoodStillForTooLongDoesNoHarmAndTakesPartAgain() throws Exception {
        String id = submit(first());
        await().atMost(PATIENCE)
                .until(() -> status(first(), id).get("doneBytes").asLong() > 0);
        first().process().signal("STOP");
        await().atMost(PATIENCE)
                .until(() ->
                        Command.run("status", id, "--server", second().url()).exitCode() == 0);
        first().process().signal("CONT");

        follow(second(), id);

        assertGood(second(), id);
        await().atMost(PATIENCE).until(() -> isReady(first()));
        assertGood(first(), id);
        String later = submit(first());
        follow(second(), later);
        assertGood(first(), later);
    }

    private static void assertGood(Coordinator coordinator, String id) {
        JsonNode batch = status(coordinator, id);
        assertThat(batch.get("state").asString()).isEqualTo("COMPLETE");
        assertThat(batch.at("/items/0/digest").asString()).isEqualTo(sourceDigest);
        try (Stores stores =
                Connections.stores(Configuration.load(Optional.of(endpoints), Map.of()), Telemetry.none())) {
            Location.InBucket target = new Location.InBucket("vmloom", "any.qcow2");
            List<ObjectVersion> staged = new ArrayList<>();
            stores.objects(target).list(target.withKey(".vmloom/" + id), staged::add);
            assertThat(staged).isEmpty();
        }
    }

    private static boolean isReady(Coordinator coordinator) throws Exception {
        HttpRequest question = HttpRequest.newBuilder(URI.create(coordinator.url() + "/readyz"))
                .timeout(PATIENCE)
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        }
    }

    private static Coordinator first() {
        return first.orElseThrow();
    }

    private static Coordinator second() {
        return second.orElseThrow();
    }

    private static Coordinator startCoordinator() throws Exception {
        ChildCommand process = child(Map.of("VMLOOM_HTTP_PORT", "0"), "coordinator", "--config", endpoints);
        return new Coordinator(process, process.awaitSaying(Pattern.compile("API at (\\S+)\\s")));
    }

    private static ChildCommand child(Map<String, String> environment, Object... arguments) throws IOException {
        ChildCommand child = ChildCommand.start(environment, arguments);
        CHILDREN.add(child);
        return child;
    }

    private static String submit(Coordinator to) throws IOException {
        return submit(to, manifest(""));
    }

    private static String submit(Coordinator to, Path manifest) {
        return Command.run("submit", manifest, "--server", to.url())
                .succeeded()
                .out()
                .strip();
    }

    private static void follow(Coordinator coordinator, String id) {
        Command.run("watch", id, "--server", coordinator.url());
    }

    private static JsonNode status(Coordinator coordinator, String id) {
        return json(coordinator, "status", id, "--json");
    }

    private static JsonNode json(Coordinator coordinator, Object... command) {
        List<Object> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--server", coordinator.url()));
        return JsonMapper.shared()
                .readTree(Command.run(all.toArray()).succeeded().out());
    }

    private static Path manifest(String terms) throws IOException {
        String name = "batch-" + batches++;
        return Files.writeString(folder.resolve(name + ".yaml"), """
                apiVersion: vmloom.io/v1
                name: %s
                %sitems:
                  - source: {uri: "s3://vmloom/disk.raw", format: raw}
                    output: {uri: "s3://vmloom/%s.qcow2", options: {compress: on}}
                """.formatted(name, terms, name));
    }

    /** Shrinks to about a half, which takes a worker a moment. */
    private static void writeDisk(Path file) throws IOException {
        byte[] disk = new byte[64 << 20];
        new Random(7).nextBytes(disk);
        for (int i = 0; i < disk.length; i++) {
            disk[i] &= 0x0f;
        }
        Files.write(file, disk);
    }
}
