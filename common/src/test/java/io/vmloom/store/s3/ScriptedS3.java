package io.vmloom.store.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server that gives prepared answers in order, the last one again and again, and keeps what was asked. */
final class ScriptedS3 implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** What a client asked; header names in lower case. */
    record Asked(String method, URI uri, Map<String, String> headers, byte[] body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** Gives one answer, or breaks off. */
    @FunctionalInterface
    interface Answer {
        void give(HttpExchange exchange, CountDownLatch closed) throws IOException, InterruptedException;
    }

    ScriptedS3() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    void script(Answer... next) {
        answers.addAll(List.of(next));
    }

    /** Forgets what was asked, and answers anew. */
    void restart(Answer... next) {
        answers.clear();
        asked.clear();
        script(next);
    }

    List<Asked> asked() {
        return asked;
    }

    S3Settings settings() {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        S3Patience patience = new S3Patience(Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofSeconds(20), 3);
        return S3Settings.server(new S3Endpoint.At(uri), "us-east-1", new S3Credentials.KeyPair("id", "secret"))
                .withPatience(patience);
    }

    static Answer error(int status, String code) {
        String xml = "<Error><Code>" + code + "</Code><Message>scripted</Message></Error>";
        return answer(status, Map.of("Content-Type", "application/xml"), xml.getBytes(StandardCharsets.UTF_8));
    }

    static Answer xml(String xml) {
        return answer(200, Map.of("Content-Type", "application/xml"), xml.getBytes(StandardCharsets.UTF_8));
    }

    /** Without a body, as answers to HEAD are. */
    static Answer bare(int status, Map<String, String> headers) {
        return answer(status, headers, new byte[0]);
    }

    /** A range of a whole object. */
    static Answer range(byte[] object, int from, int length, String etag) {
        return brokenRange(object, from, length, etag, length);
    }

    /** A range that breaks off after {@code sent} bytes. */
    static Answer brokenRange(byte[] object, int from, int length, String etag, int sent) {
        return (exchange, _) -> {
            exchange.getResponseHeaders().set("ETag", "\"" + etag + "\"");
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (from + length - 1) + "/" + object.length);
            exchange.sendResponseHeaders(206, length);
            exchange.getResponseBody().write(object, from, sent);
            exchange.getResponseBody().flush();
            exchange.close();
        };
    }

    /** Takes the request and hangs up. */
    static Answer hangUp() {
        return (exchange, _) -> exchange.close();
    }

    /** Says nothing until the server is closed. */
    static Answer silence() {
        return (exchange, closed) -> {
            closed.await();
            exchange.close();
        };
    }

    static Answer answer(int status, Map<String, String> headers, byte[] body) {
        return (exchange, _) -> {
            headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        };
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        asked.add(new Asked(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                headers,
                exchange.getRequestBody().readAllBytes()));
        Answer answer = answers.size() > 1 ? answers.poll() : answers.peek();
        try {
            if (answer == null) {
                throw new IOException("nothing is scripted");
            }
            answer.give(exchange, closed);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
