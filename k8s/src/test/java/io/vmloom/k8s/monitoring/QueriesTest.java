package io.vmloom.k8s.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmloom.k8s.ModuleFiles;
import io.vmloom.telemetry.Metric;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Whatever asks Prometheus something is asked of a real one, which scrapes a coordinator and a worker as they convert. */
class QueriesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Pattern NAME = Pattern.compile("\\b(vmloom_\\w+|jvm_\\w+|process_\\w+|up)\\b(?=[{\\[) ]|$)");

    @TempDir
    private Path folder;

    @Test
    void everyPanelAndTheAutoscalerGetDataWhileABatchIsConvertedAndEveryAlertIsUnderstood() throws Exception {
        Peers.need("prometheus");
        try (Installation installation = new Installation(folder)) {
            installation.disk("disk.raw", 48);
            installation.scale(1);
            try (Prometheus prometheus = new Prometheus(folder, installation.scrapeConfiguration())) {
                Map<String, String> unanswered = panels();
                unanswered.put("autoscaler", autoscaler());
                Alerts.all()
                        .forEach(alert -> metrics(alert.expression())
                                .forEach(metric ->
                                        unanswered.put(alert.name() + " reads " + metric, "count(" + metric + ")")));
                assertThat(unanswered).hasSizeGreaterThan(60);
                Work work = new Work(installation);

                await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
                    work.goOn();
                    answered(prometheus, unanswered);
                    assertThat(unanswered).isEmpty();
                });

                for (Alerts.Alert alert : Alerts.all()) {
                    assertThat(prometheus.query(alert.expression())).isNotNull();
                }
                assertThat(prometheus.query(autoscaler())).hasSize(1);
            }
        }
    }

    /** What is not exported, or by another name, is never seen. */
    @Test
    void everyMetricThatIsAskedForIsExported() {
        Set<String> exported =
                Arrays.stream(Metric.values()).map(Metric::exposedName).collect(Collectors.toSet());
        Stream<String> asked =
                Stream.concat(panels().values().stream(), Alerts.all().stream().map(Alerts.Alert::expression));

        Set<String> own = asked.flatMap(expression -> metrics(expression).stream())
                .filter(metric -> metric.startsWith("vmloom_"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(own).hasSizeGreaterThan(15).isSubsetOf(exported);
    }

    /** Converts one batch after the other. */
    private static final class Work {
        private final Installation installation;
        private int number;
        private String batch = "";

        Work(Installation installation) {
            this.installation = installation;
        }

        void goOn() throws IOException, InterruptedException {
            if (batch.isEmpty() || !installation.state(batch).equals("ACTIVE")) {
                batch = installation.submit("batch-" + number++, "disk.raw", 12);
            }
        }
    }

    private static void answered(Prometheus prometheus, Map<String, String> unanswered)
            throws IOException, InterruptedException {
        for (Map.Entry<String, String> query : Map.copyOf(unanswered).entrySet()) {
            if (!prometheus.query(query.getValue()).isEmpty()) {
                unanswered.remove(query.getKey());
            }
        }
    }

    /** Every query of every panel, as Grafana would ask it. */
    private static Map<String, String> panels() {
        Map<String, String> queries = new TreeMap<>();
        for (String file : new String[] {"fleet", "batch", "workers", "kafka-and-s3"}) {
            JsonNode dashboard = JsonMapper.shared()
                    .readTree(ModuleFiles.text(ModuleFiles.of("components/dashboards/" + file + ".json")));
            dashboard
                    .path("panels")
                    .valueStream()
                    .forEach(panel -> panel.path("targets")
                            .valueStream()
                            .forEach(target -> queries.put(
                                    file + ": " + panel.path("title").asString() + " "
                                            + target.path("refId").asString(),
                                    asked(target.path("expr").asString()))));
        }
        return queries;
    }

    private static String asked(String expression) {
        return expression
                .replace("$__rate_interval", "8s")
                .replace("$__range", "1h")
                .replace("$batch", ".+");
    }

    private static String autoscaler() {
        return new YAMLMapper()
                .readTree(ModuleFiles.text(ModuleFiles.of("components/keda/scaled-object.yaml")))
                .at("/spec/triggers/0/metadata/query")
                .asString();
    }

    private static Set<String> metrics(String expression) {
        return NAME.matcher(expression)
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
