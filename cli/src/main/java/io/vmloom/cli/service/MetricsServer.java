package io.vmloom.cli.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vmloom.error.RequestException;
import io.vmloom.telemetry.Telemetry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Metrics and health of a process that has no API. */
public final class MetricsServer implements AutoCloseable {
    private static final String JSON = "application/json";

    private final HttpServer server;
    private volatile boolean ready;

    /** @param port 0 for a free one */
    public MetricsServer(Telemetry telemetry, String host, int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(host, port), 0);
        } catch (IOException e) {
            throw new RequestException("metrics can not be served on " + host + ":" + port + " (" + e.getMessage()
                    + "); choose another port");
        }
        serve("/metrics", Telemetry.CONTENT_TYPE, telemetry::exposition);
        serve("/healthz", JSON, () -> "{\"status\":\"up\"}\n");
        server.createContext("/readyz", exchange -> {
            String status = ready ? "ready" : "not ready";
            answer(exchange, ready ? 200 : 503, JSON, "{\"status\":\"" + status + "\"}\n");
        });
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Whether the process does its work now; at first it does not. */
    public void ready(boolean now) {
        ready = now;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void serve(String path, String contentType, Supplier<String> body) {
        server.createContext(path, exchange -> answer(exchange, 200, contentType, body.get()));
    }

    private static void answer(HttpExchange exchange, int status, String contentType, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", contentType);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
