package io.vmloom.loadtest.chaos;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vmloom.loadtest.launch.StoreRelay;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Stands in front of an S3 server and spoils as many requests as it is told to. Thread-safe. */
final class FaultyStore implements AutoCloseable {
    private static final int BUSY = 503;
    private static final int INTERNAL_ERROR = 500;

    private final Duration slowness;
    private final StoreRelay relay;
    private final Map<StoreFault, Integer> armed = new EnumMap<>(StoreFault.class);
    private final Map<StoreFault, Integer> spoilt = new EnumMap<>(StoreFault.class);

    /** @param slowness how long a slow request waits */
    FaultyStore(URI store, Duration slowness) {
        this.slowness = slowness;
        relay = new StoreRelay(store, this::handle);
    }

    URI endpoint() {
        return relay.endpoint();
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
        return relay.unanswered();
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

    private void handle(StoreRelay relay, HttpServerRequest request) {
        next(request).ifPresentOrElse(fault -> spoil(fault, relay, request), () -> relay.handOn(request));
    }

    private void spoil(StoreFault fault, StoreRelay relay, HttpServerRequest request) {
        switch (fault) {
            case BUSY -> refuse(request, BUSY, "SlowDown");
            case SLOW -> relay.handOnAfter(slowness, request);
            case RESET -> request.connection().close();
            case TRUNCATED ->
                whole(relay, request).onSuccess(answer -> {
                    StoreRelay.begin(request, answer.head());
                    request.response()
                            .write(answer.body().slice(0, answer.body().length() / 2))
                            .onComplete(_ -> request.connection().close());
                });
            case FORGETFUL -> whole(relay, request).onSuccess(_ -> refuse(request, INTERNAL_ERROR, "InternalError"));
            case SILENT ->
                whole(relay, request).onSuccess(_ -> request.connection().close());
            case FLIPPED ->
                whole(relay, request).onSuccess(answer -> {
                    Buffer body = answer.body();
                    if (body.length() > 0) {
                        body.setByte(body.length() / 2, (byte) ~body.getByte(body.length() / 2));
                    }
                    StoreRelay.begin(request, answer.head());
                    request.response().end(body);
                });
        }
    }

    private record Answer(HttpClientResponse head, Buffer body) {}

    private static Future<Answer> whole(StoreRelay relay, HttpServerRequest request) {
        return relay.forward(request)
                .compose(head -> head.body().map(body -> new Answer(head, body)))
                .compose(answer -> StoreRelay.isForgotten(request)
                        ? Future.failedFuture("nobody waits for the answer")
                        : Future.succeededFuture(answer))
                .onFailure(_ -> request.connection().close());
    }

    private static void refuse(HttpServerRequest request, int status, String code) {
        if (StoreRelay.isForgotten(request)) {
            return;
        }
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end("<Error><Code>" + code + "</Code><Message>so the plan wants it</Message></Error>")
                .onComplete(_ -> request.connection().close());
    }

    @Override
    public void close() {
        relay.close();
    }
}
