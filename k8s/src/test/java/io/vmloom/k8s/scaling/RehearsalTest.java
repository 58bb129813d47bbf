package io.vmloom.k8s.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmloom.k8s.monitoring.Installation;
import io.vmloom.k8s.monitoring.Prometheus;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The whole loop, fifteen times as fast: a real coordinator gives out tasks, a real Prometheus scrapes it and answers the
 * query of the manifest, and workers are started and stopped as the rules of the manifest want it. The curve is in
 * {@code target/rehearsal.txt}.
 */
class RehearsalTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** As many as this machine bears. */
    private static final int MACHINES = 3;

    @TempDir
    private Path folder;

    private final List<String> curve = new ArrayList<>();
    private final List<Integer> replicas = new ArrayList<>();

    @Test
    void workersComeWithABatchAndGoAfterIt() throws Exception {
        Peers.need("prometheus");
        ScalingRules rules = ScalingRules.ofManifest().atMost(MACHINES);
        Autoscaler scaler = new Autoscaler(rules, 0);
        try (Installation installation = new Installation(folder)) {
            installation.disk("disk.raw", 48);
            try (Prometheus prometheus = new Prometheus(folder, installation.scrapeConfiguration())) {
                await().atMost(PATIENCE).until(() -> read(prometheus, rules).isPresent());
                String batch = installation.submit("rehearsal", "disk.raw", 30);

                await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> {
                    look(scaler, read(prometheus, rules), installation);
                    return installation.state(batch).equals("COMPLETE") && scaler.replicas() == 0;
                });
            }
        } finally {
            Files.write(Files.createDirectories(Path.of("target")).resolve("rehearsal.txt"), curve);
        }

        assertThat(replicas).contains(1, MACHINES).endsWith(0);
        // Up, and down again: no worker went before the work did.
        int top = replicas.indexOf(MACHINES);
        assertThat(replicas.subList(0, top)).isSorted();
        assertThat(replicas.subList(top, replicas.size()).reversed()).isSorted();
    }

    private void look(Autoscaler scaler, OptionalDouble value, Installation installation) {
        long seconds = (long) curve.size() * 15;
        int wanted = scaler.look(seconds, value);
        installation.scale(wanted);
        replicas.add(wanted);
        curve.add("%5d s  tasks %s  workers %d %s"
                .formatted(
                        seconds,
                        value.isPresent() ? "%3.0f".formatted(value.getAsDouble()) : "  ?",
                        wanted,
                        "#".repeat(wanted)));
    }

    /** As KEDA takes it: exactly one series. */
    private static OptionalDouble read(Prometheus prometheus, ScalingRules rules)
            throws IOException, InterruptedException {
        List<JsonNode> series = prometheus.query(rules.query());
        return series.size() == 1
                ? OptionalDouble.of(
                        Double.parseDouble(series.getFirst().at("/value/1").asString()))
                : OptionalDouble.empty();
    }
}
