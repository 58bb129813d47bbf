package io.vmloom.k8s.monitoring;

import io.vmloom.cli.config.Configuration;
import io.vmloom.cli.config.Setting;
import io.vmloom.cli.embedded.DataDirectory;
import io.vmloom.cli.embedded.TaskKeyFile;
import io.vmloom.cli.engine.EmbeddedServers;
import io.vmloom.cli.service.CoordinatorProcess;
import io.vmloom.cli.service.Endpoints;
import io.vmloom.cli.service.MetricsServer;
import io.vmloom.cli.service.WorkerProcess;
import io.vmloom.telemetry.Side;
import io.vmloom.telemetry.Telemetry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Broker, store, coordinator and workers of this process, each side with metrics of its own. */
public final class Installation implements AutoCloseable {
    private final DataDirectory data;
    private final EmbeddedServers servers;
    private final Configuration configuration;
    private final CoordinatorProcess coordinator;
    private final List<WorkerProcess> workers = new ArrayList<>();
    private final Telemetry ofWorkers = Telemetry.of(Set.of(Side.WORKER));
    private final MetricsServer metrics = new MetricsServer(ofWorkers, "127.0.0.1", 0);
    private final HttpClient client = HttpClient.newHttpClient();

    /** Without workers. */
    public Installation(Path folder) {
        data = DataDirectory.open(folder.resolve("data"));
        servers = EmbeddedServers.start(data);
        servers.s3().orElseThrow().createBucket("vmloom");
        Map<Setting, String> decided = new EnumMap<>(Endpoints.of(servers).settings());
        decided.put(Setting.HTTP_PORT, "0");
        decided.put(Setting.HTTP_REQUESTS_PER_MINUTE, "0");
        decided.put(Setting.WORKER_SLOTS, "2");
        decided.put(Setting.TASKS_KEY_FILE, TaskKeyFile.make(data.path()).toString());
        configuration = Configuration.load(Optional.empty(), Map.of()).with(decided);
        coordinator = new CoordinatorProcess(configuration, Telemetry.of(Set.of(Side.COORDINATOR)));
    }

    /** Puts a disk of random bytes into the bucket. */
    public void disk(String name, int mebibytes) throws IOException {
        Random random = new Random(name.hashCode());
        byte[] bytes = new byte[mebibytes << 20];
        random.nextBytes(bytes);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] &= 0x0f;
        }
        Files.write(data.objects().resolve("vmloom").resolve(name), bytes);
    }

    /** Starts workers, or stops the youngest ones, until there are so many. */
    public void scale(int wanted) {
        while (workers.size() < wanted) {
            workers.add(new WorkerProcess(configuration, ofWorkers));
        }
        while (workers.size() > wanted) {
            workers.removeLast().close();
        }
    }

    /** Converts a disk several times, with compression, which takes a moment. */
    public String submit(String name, String disk, int times) throws IOException, InterruptedException {
        String items = IntStream.range(0, times)
                .mapToObj(number -> """
                          - source: {uri: "s3://vmloom/%s", format: raw}
                            output: {uri: "s3://vmloom/%s-%d.qcow2", options: {compress: on}}
                        """.formatted(disk, name, number))
                .collect(Collectors.joining());
        HttpRequest request = HttpRequest.newBuilder(URI.create(coordinator.url() + "/api/v1/batches"))
                .header("Content-Type", "application/yaml")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "apiVersion: vmloom.io/v1\nname: " + name + "\nitems:\n" + items))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new AssertionError(answer.body());
        }
        return answer.headers().firstValue("Location").orElseThrow();
    }

    /** As the API tells it. */
    public String state(String batch) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(coordinator.url() + batch)).build();
        JsonNode status = JsonMapper.shared()
                .readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body());
        return status.path("state").asString();
    }

    /** How Prometheus finds both, once a second, with the labels that it has in a cluster. */
    public String scrapeConfiguration() {
        return """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                scrape_configs:
                  - job_name: vmloom-coordinator
                    static_configs:
                      - {targets: ["%s"], labels: {namespace: vmloom}}
                  - job_name: vmloom-worker
                    static_configs:
                      - {targets: ["127.0.0.1:%d"], labels: {namespace: vmloom}}
                """.formatted(URI.create(coordinator.url()).getAuthority(), metrics.port());
    }

    @Override
    public void close() {
        client.close();
        metrics.close();
        workers.forEach(WorkerProcess::close);
        coordinator.close();
        servers.close();
        data.close();
    }
}
