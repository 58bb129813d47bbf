package io.vmloom.coordinator.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Passes on what another coordinator tells of a batch, as it comes. Belongs to one event loop. */
final class EventRelay {
    private final HttpClient client;

    EventRelay(Vertx vertx) {
        this.client = vertx.createHttpClient();
    }

    void run(URI colleague, RoutingContext request, Consumer<Throwable> failed) {
        RequestOptions options = new RequestOptions()
                .setAbsoluteURI(colleague.resolve(request.request().uri()).toString())
                .putHeader(Colleagues.FORWARDED, "1");
        for (String header : List.of("Authorization", "Last-Event-ID")) {
            Optional.ofNullable(request.request().getHeader(header))
                    .ifPresent(value -> options.putHeader(header, value));
        }
        HttpServerResponse response = request.response();
        client.request(options)
                .compose(HttpClientRequest::send)
                .compose(events -> {
                    response.setStatusCode(events.statusCode()).setChunked(true);
                    Optional.ofNullable(events.getHeader(HttpHeaders.CONTENT_TYPE))
                            .ifPresent(type -> response.putHeader(HttpHeaders.CONTENT_TYPE, type));
                    response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
                    response.closeHandler(gone -> events.request().connection().close());
                    return events.pipeTo(response);
                })
                .onFailure(failure -> {
                    if (response.headWritten()) {
                        response.reset(); // whoever listens comes back
                    } else {
                        failed.accept(failure);
                    }
                });
    }
}
