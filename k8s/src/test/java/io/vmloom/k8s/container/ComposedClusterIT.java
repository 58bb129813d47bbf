package io.vmloom.k8s.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmloom.cli.client.ApiClient;
import io.vmloom.k8s.ModuleFiles;
import io.vmloom.k8s.monitoring.Queries;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.s3.S3Credentials;
import io.vmloom.store.s3.S3Endpoint;
import io.vmloom.store.s3.S3ObjectStore;
import io.vmloom.store.s3.S3Settings;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The cluster of {@code examples/cluster}, of the images that {@code -Pimages} makes. */
@EnabledIfSystemProperty(named = "vmloom.images", matches = ".+", disabledReason = "images are made by -Pimages")
class ComposedClusterIT {
    private static final Path IMAGES = Path.of(System.getProperty("vmloom.images", ""));
    private static final Path EXAMPLES = ModuleFiles.ofRepository("examples");
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int ROUNDS = 4;

    /** Targets of a round, with the disk of each. */
    private static final Map<String, String> TARGETS = Map.of(
            "pocket.qcow2", "pocket.raw",
            "web-01.vmdk", "web-01.qcow2",
            "db-01.raw", "db-01.vmdk",
            "legacy.vhdx", "legacy.qcow2");

    @TempDir
    private Path folder;

    @Test
    void everyDiskArrivesAlthoughAWorkerIsKilledMeanwhile() throws Exception {
        Peers.need("qemu-img");
        try (ComposedCluster cluster = ComposedCluster.start(
                        IMAGES, 3, "kafka", "store", "coordinator-1", "coordinator-2", "worker", "prometheus");
                ApiClient api = ApiClient.of("http://127.0.0.1:8440", Optional.of(token()), Optional.empty());
                Queries prometheus = new Queries(URI.create("http://127.0.0.1:9090"))) {
            await().atMost(PATIENCE).until(() -> isReady(8440) && isReady(8442));
            assertThat(cluster.containers("worker")).hasSize(3);

            List<String> batches = IntStream.range(0, ROUNDS)
                    .mapToObj(round -> submit(api, round))
                    .toList();
            cluster.kill(cluster.containers("worker").getFirst());

            assertThat(batches).anyMatch(batch -> !isOver(api, batch));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(batches).as(cluster::logs).allMatch(batch -> isOver(api, batch)));
            assertThat(batches)
                    .allSatisfy(batch -> assertThat(
                                    status(api, batch).at("/counts/succeeded").asInt())
                            .as(() -> api.report(batch).toPrettyString())
                            .isEqualTo(TARGETS.size()));
            for (int round = 0; round < ROUNDS; round++) {
                requireDisks(round);
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(value(prometheus, "sum(vmloom_items_ended_total)"))
                            .isEqualTo(ROUNDS * TARGETS.size()));
            await("two coordinators and two workers are left")
                    .atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(value(prometheus, "sum(up)")).isEqualTo(4));
        }
    }

    private static boolean isReady(int port) throws InterruptedException {
        URI question = URI.create("http://127.0.0.1:" + port + "/readyz");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(question).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false; // it does not listen yet
        }
    }

    private static String token() {
        String tokens = ModuleFiles.text(ModuleFiles.of("overlays/local/tokens.yaml"));
        return tokens.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("token: "))
                .findFirst()
                .orElseThrow()
                .substring("token: ".length());
    }

    private static String submit(ApiClient api, int round) {
        String manifest = ModuleFiles.text(EXAMPLES.resolve("cluster/batch.yaml"))
                .replace("s3://vmloom/", "s3://vmloom/" + round + "/");
        return api.submit("batch.yaml", manifest.getBytes(StandardCharsets.UTF_8))
                .get("id")
                .asString();
    }

    private static boolean isOver(ApiClient api, String batch) {
        return List.of("COMPLETE", "FAILED", "CANCELLED")
                .contains(status(api, batch).get("state").asString());
    }

    private static JsonNode status(ApiClient api, String batch) {
        return api.status(batch, 1);
    }

    private void requireDisks(int round) throws IOException {
        try (S3ObjectStore store = S3ObjectStore.open(S3Settings.server(
                new S3Endpoint.At(URI.create("http://127.0.0.1:9000")),
                "us-east-1",
                new S3Credentials.KeyPair("local", "local-only")))) {
            for (Map.Entry<String, String> target : TARGETS.entrySet()) {
                Path made = folder.resolve(round + "-" + target.getKey());
                Files.write(made, content(store, new Location.InBucket("vmloom", round + "/" + target.getKey())));
                Peers.run("qemu-img", "compare", EXAMPLES.resolve("disks").resolve(target.getValue()), made);
            }
        }
    }

    private static byte[] content(S3ObjectStore store, Location.InBucket object) {
        ObjectVersion version = store.head(object).orElseThrow();
        ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(version.sizeBytes()));
        store.read(version, 0, content);
        return content.array();
    }

    private static double value(Queries prometheus, String expression) throws IOException, InterruptedException {
        List<JsonNode> series = prometheus.ask(expression);
        return series.isEmpty() ? 0 : series.getFirst().at("/value/1").asDouble();
    }
}
