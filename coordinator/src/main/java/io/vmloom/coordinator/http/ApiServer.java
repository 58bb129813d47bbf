package io.vmloom.coordinator.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vmloom.coordinator.app.BatchService;
import io.vmloom.coordinator.manifest.ItemLists;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.InternalException;
import io.vmloom.error.RequestException;
import io.vmloom.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the API, health, and metrics of a coordinator. */
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final String DESCRIPTION = "openapi.yaml";

    /** A dry run of a large batch takes hours, which is no reason for a warning each second. */
    private static final Duration LONGEST_WORK = Duration.ofHours(4);

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setMaxWorkerExecuteTime(LONGEST_WORK.toNanos()));
    private final BatchService batches;
    private final BatchResource resource;
    private final Telemetry telemetry;
    private final HttpServer server;

    /**
     * Starts serving.
     *
     * @param batches not closed here
     * @param lists for manifests that do not write their items out
     * @param port 0 for a free one
     * @param maxBodyBytes the longest manifest that is taken
     */
    public ApiServer(
            BatchService batches, ItemLists lists, Telemetry telemetry, String host, int port, long maxBodyBytes) {
        this.batches = batches;
        this.resource = new BatchResource(batches, lists);
        this.telemetry = telemetry;
        try {
            this.server = vertx.createHttpServer(new HttpServerOptions().setCompressionSupported(true))
                    .requestHandler(router(maxBodyBytes))
                    .listen(port, host)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            vertx.close();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new RequestException("the API can not listen on " + host + ":" + port + " (" + cause.getMessage()
                    + "); choose another port");
        }
    }

    public int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private Router router(long maxBodyBytes) {
        Router router = Router.router(vertx);
        BodyHandler body = BodyHandler.create(false).setBodyLimit(maxBodyBytes);
        for (Endpoint endpoint : Endpoint.values()) {
            Route route = router.route(endpoint.method(), endpoint.path());
            if (endpoint.method() == HttpMethod.POST) {
                route.handler(body).handler(ApiServer::refuseOtherSites);
            }
            route.handler(request -> serve(endpoint, request));
        }
        router.errorHandler(404, request -> refuse(request, 404, ErrorCode.NOT_FOUND, "there is nothing at this path"));
        router.errorHandler(
                405, request -> refuse(request, 405, ErrorCode.REQUEST_INVALID, "this path has no such method"));
        router.errorHandler(
                413,
                request -> refuse(
                        request,
                        413,
                        ErrorCode.REQUEST_INVALID,
                        "the manifest is longer than the " + maxBodyBytes + " bytes that are taken; divide the batch"));
        router.errorHandler(500, request -> fail(request, Optional.ofNullable(request.failure())));
        return router;
    }

    private void serve(Endpoint endpoint, RoutingContext request) {
        switch (endpoint) {
            case SUBMIT -> answer(request, () -> resource.submit(request));
            case LIST -> answer(request, () -> resource.list(request));
            case STATUS -> answer(request, () -> resource.status(request));
            case CANCEL -> answer(request, () -> resource.cancel(request));
            case REPORT -> answer(request, () -> resource.report(request));
            case EVENTS -> events(request);
            case DESCRIPTION -> answer(request, ApiServer::description);
            case HEALTH -> health().send(request.response());
            case READY -> readiness().send(request.response());
            case METRICS -> answer(request, this::metrics);
        }
    }

    /** Off the event loop. */
    private void answer(RoutingContext request, Callable<Answer> work) {
        vertx.executeBlocking(work, false)
                .onSuccess(answer -> answer.send(request.response()))
                .onFailure(failure -> fail(request, Optional.of(failure)));
    }

    private void events(RoutingContext request) {
        try {
            int told = Optional.ofNullable(request.request().getHeader("Last-Event-ID"))
                    .filter(id -> id.matches("[0-9]{1,9}"))
                    .map(Integer::parseInt)
                    .orElse(0);
            new EventStream(vertx, resource.batch(request), request.response(), told).start();
        } catch (RuntimeException e) {
            fail(request, Optional.of(e));
        }
    }

    private Answer health() {
        return batches.fault()
                .map(fault -> new Problem(503, ErrorCode.FENCED, fault).answer())
                .orElseGet(() -> Answer.json(200, Map.of("status", "up")));
    }

    private Answer readiness() {
        return batches.isOpen()
                ? Answer.json(200, Map.of("status", "ready"))
                : new Problem(503, ErrorCode.STORE_UNAVAILABLE, "the coordinator is stopping").answer();
    }

    private Answer metrics() {
        batches.measure();
        return Answer.text(200, Telemetry.CONTENT_TYPE, telemetry.exposition());
    }

    private static Answer description() {
        try (InputStream stream =
                Objects.requireNonNull(ApiServer.class.getResourceAsStream(DESCRIPTION), DESCRIPTION)) {
            return Answer.text(200, "application/yaml", new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new InternalException(DESCRIPTION + " can not be read", e);
        }
    }

    /** A browser says which page a request comes from; pages of other sites have no business here. */
    private static void refuseOtherSites(RoutingContext request) {
        Optional<String> origin = Optional.ofNullable(request.request().getHeader("Origin"));
        Optional<String> host = Optional.ofNullable(request.request().getHeader("Host"));
        if (origin.isEmpty() || host.equals(origin.flatMap(ApiServer::authority))) {
            request.next();
        } else {
            refuse(request, 403, ErrorCode.ACCESS_DENIED, "pages of other sites may not change anything here");
        }
    }

    private static Optional<String> authority(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void fail(RoutingContext request, Optional<Throwable> failure) {
        Problem problem =
                failure.map(Problem::of).orElseGet(() -> new Problem(500, ErrorCode.INTERNAL, "the request failed"));
        if (problem.status() == 500) {
            LOG.atError()
                    .addKeyValue("path", request.request().path())
                    .setCause(failure.orElse(null))
                    .log("a request failed");
        }
        problem.answer().send(request.response());
    }

    private static void refuse(RoutingContext request, int status, ErrorCode code, String detail) {
        new Problem(status, code, detail).answer().send(request.response());
    }
}
