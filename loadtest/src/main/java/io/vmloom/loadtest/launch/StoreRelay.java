package io.vmloom.loadtest.launch;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** Stands in front of an S3 server, and hands requests on as it is told to. Thread-safe. */
public final class StoreRelay implements AutoCloseable {
    private static final String LOCAL = "127.0.0.1";
    private static final int CONNECTIONS = 512;

    private final URI store;
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client;
    private final HttpServer server;
    private final AtomicInteger unanswered = new AtomicInteger();

    /** @param handler gets each request, whose body waits until it is handed on */
    public StoreRelay(URI store, BiConsumer<StoreRelay, HttpServerRequest> handler) {
        this.store = store;
        client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(CONNECTIONS));
        server = vertx.createHttpServer(
                        new HttpServerOptions().setHttp2ClearTextEnabled(false).setHandle100ContinueAutomatically(true))
                .connectionHandler(client -> client.exceptionHandler(_ -> {})) // clients are killed, too
                .requestHandler(request -> {
                    request.pause();
                    handler.accept(this, request);
                })
                .listen(0, LOCAL)
                .await();
    }

    /** A store that is far away: each request takes that much longer. */
    public static StoreRelay distant(URI store, Duration latency) {
        return new StoreRelay(store, (relay, request) -> relay.handOnAfter(latency, request));
    }

    public URI endpoint() {
        return URI.create("http://" + LOCAL + ":" + server.actualPort());
    }

    /** Requests that the store may still be at, whether anyone waits for their answers or not. */
    public int unanswered() {
        return unanswered.get();
    }

    /** Lets the store answer. */
    public void handOn(HttpServerRequest request) {
        forward(request)
                .compose(answer -> {
                    if (isForgotten(request)) {
                        return answer.body().mapEmpty();
                    }
                    begin(request, answer);
                    return answer.pipeTo(request.response());
                })
                .onFailure(_ -> request.connection().close());
    }

    /** Whether the client does not wait any more: it was killed, for instance. */
    public static boolean isForgotten(HttpServerRequest request) {
        return request.response().closed() || request.response().ended();
    }

    public void handOnAfter(Duration delay, HttpServerRequest request) {
        vertx.setTimer(delay.toMillis(), _ -> handOn(request));
    }

    /** What the store answers, under the name that the client signed. */
    public Future<HttpClientResponse> forward(HttpServerRequest request) {
        unanswered.incrementAndGet();
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setHost(store.getHost())
                .setPort(store.getPort())
                .setURI(request.uri());
        return client.request(options)
                .compose(out -> {
                    out.headers().addAll(request.headers()).remove(HttpHeaders.EXPECT);
                    return out.send(request);
                })
                .onComplete(_ -> unanswered.decrementAndGet());
    }

    /** Gives the client the head of the store's answer. */
    public static void begin(HttpServerRequest request, HttpClientResponse answer) {
        request.response().setStatusCode(answer.statusCode()).headers().addAll(answer.headers());
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
