package io.vmloom.loadtest.chaos;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands in front of an S3 server and spoils as many requests as it is told to. Thread-safe. */
final class FaultyStore implements AutoCloseable {
    private static final String LOCAL = "127.0.0.1";
    private static final int CONNECTIONS = 512;
    private static final int BUSY = 503;
    private static final int INTERNAL_ERROR = 500;

    private final URI store;
    private final Duration slowness;
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client;
    private final HttpServer server;
    private final Map<StoreFault, Integer> armed = new EnumMap<>(StoreFault.class);
    private final Map<StoreFault, Integer> spoilt = new EnumMap<>(StoreFault.class);
    private final AtomicInteger unanswered = new AtomicInteger();

    /** @param slowness how long a slow request waits */
    FaultyStore(URI store, Duration slowness) {
        this.store = store;
        this.slowness = slowness;
        client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(CONNECTIONS));
        server = vertx.createHttpServer(
                        new HttpServerOptions().setHttp2ClearTextEnabled(false).setHandle100ContinueAutomatically(true))
                .connectionHandler(client -> client.exceptionHandler(_ -> {})) // clients are killed, too
                .requestHandler(this::handle)
                .listen(0, LOCAL)
                .await();
    }

    URI endpoint() {
        return URI.create("http://" + LOCAL + ":" + server.actualPort());
    }

    /** Spoils that many of the next requests. */
    synchronized void arm(StoreFault fault, int requests) {
        armed.merge(fault, requests, Integer::sum);
    }

    /** How many requests were spoilt. */
    synchronized Map<StoreFault, Integer> spoilt() {
        return new EnumMap<>(spoilt);
    }

    /** Requests that the store may still be at, whether anyone waits for their answers or not. */
    int unanswered() {
        return unanswered.get();
    }

    private synchronized Optional<StoreFault> next(HttpServerRequest request) {
        boolean object = request.method().equals(HttpMethod.GET) && request.query() == null;
        Optional<StoreFault> next =
                armed.keySet().stream().filter(fault -> fault.meets(object)).findFirst();
        next.ifPresent(fault -> {
            armed.computeIfPresent(fault, (_, left) -> left > 1 ? left - 1 : null);
            spoilt.merge(fault, 1, Integer::sum);
        });
        return next;
    }

    private void handle(HttpServerRequest request) {
        request.pause();
        Optional<StoreFault> fault = next(request);
        if (fault.isEmpty()) {
            relay(request);
            return;
        }
        switch (fault.orElseThrow()) {
            case BUSY -> refuse(request, BUSY, "SlowDown");
            case SLOW -> vertx.setTimer(slowness.toMillis(), _ -> relay(request));
            case RESET -> request.connection().close();
            case TRUNCATED ->
                whole(request).onSuccess(answer -> {
                    begin(request, answer.head());
                    request.response()
                            .write(answer.body().slice(0, answer.body().length() / 2))
                            .onComplete(_ -> request.connection().close());
                });
            case FORGETFUL -> whole(request).onSuccess(_ -> refuse(request, INTERNAL_ERROR, "InternalError"));
            case SILENT -> whole(request).onSuccess(_ -> request.connection().close());
            case FLIPPED ->
                whole(request).onSuccess(answer -> {
                    Buffer body = answer.body();
                    if (body.length() > 0) {
                        body.setByte(body.length() / 2, (byte) ~body.getByte(body.length() / 2));
                    }
                    begin(request, answer.head());
                    request.response().end(body);
                });
        }
    }

    private void relay(HttpServerRequest request) {
        forward(request)
                .compose(answer -> {
                    begin(request, answer);
                    return answer.pipeTo(request.response());
                })
                .onFailure(_ -> request.connection().close());
    }

    private record Answer(HttpClientResponse head, Buffer body) {}

    private Future<Answer> whole(HttpServerRequest request) {
        return forward(request)
                .compose(head -> head.body().map(body -> new Answer(head, body)))
                .onFailure(_ -> request.connection().close());
    }

    /** Under the name that the client signed. */
    private Future<HttpClientResponse> forward(HttpServerRequest request) {
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

    private static void begin(HttpServerRequest request, HttpClientResponse answer) {
        request.response().setStatusCode(answer.statusCode()).headers().addAll(answer.headers());
    }

    private static void refuse(HttpServerRequest request, int status, String code) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end("<Error><Code>" + code + "</Code><Message>so the plan wants it</Message></Error>")
                .onComplete(_ -> request.connection().close());
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
