package io.vmloom.k8s.monitoring;

import static org.awaitility.Awaitility.await;

import io.vmloom.testing.Peers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A real Prometheus on a free port, with data of its own. */
public final class Prometheus implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern LISTENING = Pattern.compile("Listening on\" address=\\S*?:(\\d+)");

    private final Process process;
    private final Queries queries;

    /** Skips the running test where there is none. */
    public Prometheus(Path folder, String configuration) throws IOException {
        Peers.need("prometheus");
        Path file = Files.writeString(folder.resolve("prometheus.yml"), configuration);
        Path log = folder.resolve("prometheus.log");
        process = new ProcessBuilder(List.of(
                        "prometheus",
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + folder.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:0"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        await().atMost(PATIENCE).until(() -> port(log).isPresent() || !process.isAlive());
        queries = new Queries(URI.create("http://127.0.0.1:"
                + port(log).orElseThrow(() -> new AssertionError("Prometheus did not start, see " + log))));
    }

    /** The series of an instant query; throws when Prometheus does not understand it. */
    public List<JsonNode> query(String expression) throws IOException, InterruptedException {
        return queries.ask(expression);
    }

    private static Optional<String> port(Path log) throws IOException {
        Matcher matcher = LISTENING.matcher(Files.readString(log));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    @Override
    public void close() {
        queries.close();
        process.destroy();
    }
}
