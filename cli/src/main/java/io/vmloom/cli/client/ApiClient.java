package io.vmloom.cli.client;

import io.vmloom.error.CancelledException;
import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.RemoteException;
import io.vmloom.error.RequestException;
import io.vmloom.error.StoreException;
import io.vmloom.tls.TrustedCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A coordinator, by its API. Refusals are thrown as what the coordinator says they are. */
public final class ApiClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    /** The metadata of every image is read. */
    private static final Duration DRY_RUN = Duration.ofHours(4);

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,100}");
    private static final String BATCHES = "/api/v1/batches";

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]+");

    private final URI server;
    private final Optional<String> token;
    private final HttpClient http;

    private ApiClient(URI server, Optional<String> token, Optional<SSLContext> trust) {
        this.server = server;
        this.token = token;
        HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(CONNECT);
        trust.ifPresent(client::sslContext);
        this.http = client.build();
    }

    /** Of a coordinator that asks for no token. */
    public static ApiClient of(String server) {
        return of(server, Optional.empty(), Optional.empty());
    }

    /**
     * Connected to by the first call.
     *
     * @param server such as {@code http://127.0.0.1:8440}
     * @param token who we are
     * @param certificates in PEM, that are trusted in place of the usual ones
     */
    public static ApiClient of(String server, Optional<String> token, Optional<Path> certificates) {
        if (!token.map(text -> TOKEN.matcher(text).matches()).orElse(true)) {
            throw new RequestException("the token has characters that no token has");
        }
        Optional<SSLContext> trust =
                certificates.map(file -> TrustedCertificates.of(file).context());
        try {
            URI uri = URI.create(server.replaceFirst("/+$", ""));
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return new ApiClient(uri, token, trust);
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new RequestException("a server is a URL such as http://127.0.0.1:8440, got: '" + server + "'");
    }

    /**
     * Submits a manifest and answers the batch.
     *
     * @param file how messages call the manifest
     */
    public JsonNode submit(String file, byte[] manifest) {
        String name = URLEncoder.encode(file, StandardCharsets.UTF_8);
        HttpRequest.Builder request = request(BATCHES + "?file=" + name)
                .header("Content-Type", "application/yaml") // of which JSON is a part
                .POST(HttpRequest.BodyPublishers.ofByteArray(manifest));
        return json(request);
    }

    /** What a manifest's batch would take with so many workers; nothing is submitted. */
    public JsonNode dryRun(String file, byte[] manifest, int workers) {
        String name = URLEncoder.encode(file, StandardCharsets.UTF_8);
        HttpRequest.Builder request = request(BATCHES + "?dryRun=true&workers=" + workers + "&file=" + name)
                .timeout(DRY_RUN)
                .header("Content-Type", "application/yaml")
                .POST(HttpRequest.BodyPublishers.ofByteArray(manifest));
        return json(request);
    }

    public JsonNode batches() {
        return json(request(BATCHES + "?limit=1000"));
    }

    /** A batch with its first items. */
    public JsonNode status(String id, int items) {
        return json(request(path(id, "?limit=" + items)));
    }

    /** Asks something of a batch: cancel, pause, resume, confirm or retry. */
    public JsonNode order(String id, String order) {
        return json(request(path(id, "/" + order)).POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** Has a batch forgotten that has ended. */
    public JsonNode purge(String id) {
        return json(request(path(id, "")).DELETE());
    }

    public JsonNode prioritize(String id, int priority) {
        return json(request(path(id, "/priority?value=" + priority)).PUT(HttpRequest.BodyPublishers.noBody()));
    }

    public JsonNode report(String id) {
        return json(request(path(id, "/report?format=json")));
    }

    public String csvReport(String id) {
        return send(request(path(id, "/report?format=csv")), HttpResponse.BodyHandlers.ofString());
    }

    /**
     * Reads events until the consumer has enough or the stream ends.
     *
     * @param told how many endings of items were heard of
     */
    void events(String id, int told, EventConsumer consumer) {
        HttpRequest.Builder request = request(path(id, "/events")).header("Last-Event-ID", String.valueOf(told));
        try (Stream<String> lines = send(request, HttpResponse.BodyHandlers.ofLines())) {
            String event = "";
            boolean more = true;
            for (Iterator<String> all = lines.iterator(); more && all.hasNext(); ) {
                String line = all.next();
                if (line.startsWith("event: ")) {
                    event = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    more = consumer.accept(event, JsonMapper.shared().readTree(line.substring("data: ".length())));
                }
            }
        } catch (UncheckedIOException e) {
            throw unreachable(Optional.ofNullable(e.getCause()).orElseGet(IOException::new));
        }
    }

    /** Takes one event, and says whether it wants more. */
    @FunctionalInterface
    interface EventConsumer {
        boolean accept(String event, JsonNode data);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private static String path(String id, String rest) {
        if (!ID.matcher(id).matches()) {
            throw new RequestException("'" + id + "' is no id of a batch; 'vmloom batches' lists them");
        }
        return BATCHES + "/" + id + rest;
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + path)).timeout(ANSWER);
        token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
        return request;
    }

    private JsonNode json(HttpRequest.Builder request) {
        return JsonMapper.shared().readTree(send(request, HttpResponse.BodyHandlers.ofString()));
    }

    private <T> T send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        try {
            HttpResponse<Answered<T>> response = http.send(
                    request.build(),
                    info -> info.statusCode() < 300
                            ? HttpResponse.BodySubscribers.mapping(body.apply(info), Answered::good)
                            : HttpResponse.BodySubscribers.mapping(
                                    HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8), Answered::bad));
            return switch (response.body()) {
                case Answered.Good<T>(T value) -> value;
                case Answered.Bad<T>(String text) -> throw refusal(response.statusCode(), text);
            };
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("waiting for " + server);
        }
    }

    private sealed interface Answered<T> {
        record Good<T>(T value) implements Answered<T> {}

        record Bad<T>(String text) implements Answered<T> {}

        static <T> Answered<T> good(T value) {
            return new Good<>(value);
        }

        static <T> Answered<T> bad(String text) {
            return new Bad<>(text);
        }
    }

    private ConversionException refusal(int status, String body) {
        try {
            JsonNode problem = JsonMapper.shared().readTree(body);
            ErrorCode code = ErrorCode.valueOf(problem.path("code").asString());
            return new RemoteException(code, problem.path("detail").asString(), code == ErrorCode.STORE_UNAVAILABLE);
        } catch (JacksonException | IllegalArgumentException e) {
            return StoreException.unavailable(
                    server.toString(), "answered HTTP " + status + ", which is not how a coordinator does", null);
        }
    }

    private StoreException unreachable(IOException e) {
        if (e instanceof SSLException) {
            return StoreException.unavailable(
                    server.toString(),
                    "not reachable over TLS with the certificates that are trusted; give others with --ca-file",
                    e);
        }
        String reason = Optional.ofNullable(e.getMessage()).orElse("no connection");
        return StoreException.unavailable(
                server.toString(),
                "not reachable (" + reason + "); check that 'vmloom coordinator' or 'vmloom up' runs there, or give"
                        + " another with --server",
                e);
    }
}
