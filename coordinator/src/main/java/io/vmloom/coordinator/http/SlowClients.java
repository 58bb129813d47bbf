package io.vmloom.coordinator.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import io.vmloom.error.ErrorCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Parts with clients that take too long to send a request, byte by byte or not at all. How long an answer takes is not
 * their fault. Belongs to the server's event loop.
 */
final class SlowClients {
    private final Vertx vertx;
    private final Duration patience;
    private final Map<HttpConnection, Long> timers = new HashMap<>();

    SlowClients(Vertx vertx, Duration patience) {
        this.vertx = vertx;
        this.patience = patience;
    }

    /** From now on a request has to come. */
    void connected(HttpConnection connection) {
        connection.closeHandler(_ -> disarm(connection));
        arm(connection);
    }

    /** Handles a request whose head is there, by going on with it; the next one has to come when it is answered. */
    void begun(RoutingContext request) {
        HttpConnection connection = request.request().connection();
        disarm(connection);
        request.addEndHandler(_ -> arm(connection));
        request.next();
    }

    /** Handles a request whose body has to come, by going on with it. */
    void awaitBody(RoutingContext request) {
        long timer = vertx.setTimer(patience.toMillis(), _ -> {
            if (!request.request().isEnded()) {
                refuse(request);
            }
        });
        request.addEndHandler(_ -> vertx.cancelTimer(timer));
        request.next();
    }

    private void refuse(RoutingContext request) {
        new Problem(408, ErrorCode.REQUEST_INVALID, "the request did not arrive within " + patience.toSeconds() + " s")
                .answer()
                .with("Connection", "close")
                .send(request.response());
    }

    private void arm(HttpConnection connection) {
        disarm(connection);
        timers.put(connection, vertx.setTimer(patience.toMillis(), _ -> {
            timers.remove(connection);
            connection.close();
        }));
    }

    private void disarm(HttpConnection connection) {
        Long timer = timers.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
