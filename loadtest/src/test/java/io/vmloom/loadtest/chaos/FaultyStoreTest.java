package io.vmloom.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class FaultyStoreTest {
    private static final byte[] OBJECT = "what the store has".getBytes(StandardCharsets.US_ASCII);
    private static final Duration SLOWNESS = Duration.ofMillis(300);

    private final List<String> done = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer store;
    private final FaultyStore faulty;

    FaultyStoreTest() throws IOException {
        store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        faulty = new FaultyStore(
                URI.create("http://127.0.0.1:" + store.getAddress().getPort()), SLOWNESS);
    }

    @BeforeEach
    void start() {
        store.createContext("/", this::answer);
        store.start();
    }

    @AfterEach
    void stop() {
        client.close();
        faulty.close();
        store.stop(0);
    }

    @Test
    void whatIsNotSpoiltComesAsItIs() throws Exception {
        HttpResponse<byte[]> got = get();
        HttpResponse<byte[]> put = put();

        assertThat(got.statusCode()).isEqualTo(200);
        assertThat(got.body()).isEqualTo(OBJECT);
        assertThat(got.headers().firstValue("ETag")).contains("\"tag\"");
        assertThat(put.statusCode()).isEqualTo(200);
        assertThat(done).containsExactly("GET ", "PUT new content");
    }

    @Test
    void aBusyStoreDoesNothing() throws Exception {
        faulty.arm(StoreFault.BUSY, 1);

        assertThat(put().statusCode()).isEqualTo(503);
        assertThat(done).isEmpty();
        assertThat(put().statusCode()).isEqualTo(200);
        assertThat(faulty.spoilt()).isEqualTo(Map.of(StoreFault.BUSY, 1));
    }

    @Test
    void aForgetfulStoreDoesItAndSaysNo() throws Exception {
        faulty.arm(StoreFault.FORGETFUL, 1);

        assertThat(put().statusCode()).isEqualTo(500);
        assertThat(done).containsExactly("PUT new content");
    }

    @Test
    void aSlowStoreDoesItLater() throws Exception {
        faulty.arm(StoreFault.SLOW, 1);
        long started = System.nanoTime();

        assertThat(put().statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(SLOWNESS);
    }

    @ParameterizedTest
    @EnumSource(
            value = StoreFault.class,
            names = {"RESET", "SILENT"})
    void whoGetsNoAnswerDoesNotKnowWhetherItWasDone(StoreFault fault) {
        faulty.arm(fault, 2); // the client tries a second time by itself

        assertThatThrownBy(this::get).isInstanceOf(IOException.class);
        assertThat(done.isEmpty()).isEqualTo(fault == StoreFault.RESET);
    }

    @Test
    void anObjectMayEndInItsMiddle() {
        faulty.arm(StoreFault.TRUNCATED, 2);

        assertThatThrownBy(this::get).isInstanceOf(IOException.class);
        assertThat(done).isNotEmpty();
    }

    @Test
    void oneByteOfAnObjectIsAnother() throws Exception {
        faulty.arm(StoreFault.FLIPPED, 1);

        put();
        byte[] got = get().body();

        assertThat(got).hasSameSizeAs(OBJECT);
        assertThat(Arrays.mismatch(got, OBJECT)).isEqualTo(OBJECT.length / 2);
        got[OBJECT.length / 2] = (byte) ~got[OBJECT.length / 2];
        assertThat(got).isEqualTo(OBJECT);
    }

    private HttpResponse<byte[]> get() throws IOException, InterruptedException {
        return send(request().GET().build());
    }

    private HttpResponse<byte[]> put() throws IOException, InterruptedException {
        return send(request()
                .PUT(HttpRequest.BodyPublishers.ofString("new content"))
                .build());
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(faulty.endpoint().resolve("/bucket/key"));
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            done.add(exchange.getRequestMethod() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII));
            exchange.getResponseHeaders().add("ETag", "\"tag\"");
            exchange.sendResponseHeaders(200, OBJECT.length);
            exchange.getResponseBody().write(OBJECT);
        }
    }
}
