package io.vmloom.k8s.monitoring;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a Prometheus is asked. */
public final class Queries implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final URI server;
    private final HttpClient client = HttpClient.newHttpClient();

    public Queries(URI server) {
        this.server = server;
    }

    /** The series of an instant query; throws when Prometheus does not understand it. */
    public List<JsonNode> ask(String expression) throws IOException, InterruptedException {
        String encoded = URLEncoder.encode(expression, StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/api/v1/query?query=" + encoded))
                .timeout(PATIENCE)
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new AssertionError(expression + ": " + response.body());
        }
        return JsonMapper.shared()
                .readTree(response.body())
                .at("/data/result")
                .valueStream()
                .toList();
    }

    @Override
    public void close() {
        client.close();
    }
}
