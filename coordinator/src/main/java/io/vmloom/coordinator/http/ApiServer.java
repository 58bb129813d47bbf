package io.vmloom.coordinator.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vmloom.coordinator.access.Access;
import io.vmloom.coordinator.app.BatchService;
import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.coordinator.manifest.ManifestSchema;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.RequestException;
import io.vmloom.store.Stores;
import io.vmloom.telemetry.Telemetry;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the API, the live page, health, and metrics of a coordinator. */
public final class ApiServer implements AutoCloseable {
    /** Of a request's head; a token may be long. */
    private static final int MAX_HEAD_BYTES = 16 << 10;

    /** After which a client that takes no byte of its answer is gone. */
    private static final int IDLE_MINUTES = 10;

    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

    /** A dry run of a large batch takes hours, which is no reason for a warning each second. */
    private static final Duration LONGEST_WORK = Duration.ofHours(4);

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setMaxWorkerExecuteTime(LONGEST_WORK.toNanos()));
    private final BatchService batches;
    private final Colleagues colleagues;
    private final EventRelay relay;
    private final BatchResource resource;
    private final WatchResource watch;
    private final ProcessResource process;
    private final Guard guard;
    private final Pages pages;
    private final boolean secured;
    private final SlowClients slowClients;
    private final HttpServer server;

    /**
     * Starts serving.
     *
     * @param batches not closed here
     * @param colleagues asked for batches that are not this coordinator's
     * @param stores for manifests that do not write their items out; not closed here
     */
    public ApiServer(
            BatchService batches,
            Colleagues colleagues,
            Stores stores,
            Telemetry telemetry,
            Access access,
            ApiSettings settings) {
        this.batches = batches;
        this.colleagues = colleagues;
        this.relay = new EventRelay(vertx);
        this.resource = new BatchResource(batches, colleagues, stores, access.tenants());
        this.watch = new WatchResource(batches, resource, colleagues);
        this.process = new ProcessResource(batches, telemetry);
        this.guard = new Guard(vertx, access, new RateLimits(settings.requestsPerMinute()));
        this.pages = new Pages(access.isOpen());
        this.secured = !access.isOpen();
        this.slowClients = new SlowClients(vertx, settings.patience());
        try {
            this.server = vertx.createHttpServer(options(settings))
                    .connectionHandler(slowClients::connected)
                    .requestHandler(router(settings))
                    .listen(settings.port(), settings.host())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            vertx.close();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new RequestException("the API can not listen on " + settings.host() + ":" + settings.port() + " ("
                    + cause.getMessage() + "); choose another port"
                    + (settings.tls().isPresent() ? ", or mend its certificate and key" : ""));
        }
    }

    /** HTTP/1.1 alone: a connection has one request at a time, and is given up with it. */
    private static HttpServerOptions options(ApiSettings settings) {
        HttpServerOptions options = new HttpServerOptions()
                .setCompressionSupported(true)
                .setHttp2ClearTextEnabled(false)
                .setUseAlpn(false)
                .setMaxHeaderSize(MAX_HEAD_BYTES)
                .setIdleTimeout(IDLE_MINUTES)
                .setIdleTimeoutUnit(TimeUnit.MINUTES);
        settings.tls()
                .ifPresent(tls -> options.setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .setCertPath(tls.certificate().toString())
                                .setKeyPath(tls.key().toString())));
        return options;
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

    private Router router(ApiSettings settings) {
        Router router = Router.router(vertx);
        router.route().handler(slowClients::begun);
        long maxBodyBytes = settings.maxBodyBytes();
        BodyHandler body = BodyHandler.create(false).setBodyLimit(maxBodyBytes);
        for (Endpoint endpoint : Endpoint.values()) {
            boolean everybody = switch (endpoint.audience()) {
                case EVERYBODY -> true;
                case SCRAPERS -> settings.openMetrics();
                case PRINCIPALS -> false;
            };
            if (endpoint.changes()) {
                router.route(endpoint.method(), endpoint.path()).handler(request -> Audit.follow(endpoint, request));
            }
            if (!everybody) {
                router.route(endpoint.method(), endpoint.path()).handler(guard::admit);
            }
            if (endpoint.changes()) {
                router.route(endpoint.method(), endpoint.path()).handler(slowClients::awaitBody);
            }
            Route route = router.route(endpoint.method(), endpoint.path());
            if (endpoint.changes()) {
                route.handler(body).handler(pages::admit);
            }
            route.handler(request -> serve(endpoint, request));
        }
        new WebRoutes(vertx, guard, secured).mount(router, resource, watch, this::elsewhere, colleagues);
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
            case STATUS -> ofBatch(request, () -> resource.status(request).tagged(request.request()));
            case PURGE -> ofBatch(request, () -> resource.purge(request));
            case CANCEL -> ofBatch(request, () -> resource.cancel(request));
            case PAUSE -> ofBatch(request, () -> resource.pause(request));
            case RESUME -> ofBatch(request, () -> resource.resume(request));
            case CONFIRM -> ofBatch(request, () -> resource.confirm(request));
            case RETRY -> ofBatch(request, () -> resource.retry(request));
            case PRIORITY -> ofBatch(request, () -> resource.prioritize(request));
            case REPORT -> ofBatch(request, () -> resource.report(request).tagged(request.request()));
            case HISTORY -> ofBatch(request, () -> watch.history(request));
            case ITEM -> ofBatch(request, () -> watch.item(request).tagged(request.request()));
            case WORKERS -> answer(request, () -> watch.workers(request));
            case EVENTS -> events(request);
            case DESCRIPTION -> answer(request, process::description);
            case SCHEMA -> answer(request, () -> Answer.text(200, ManifestSchema.CONTENT_TYPE, ManifestSchema.text()));
            case HEALTH -> process.health().send(request.response());
            case READY -> process.readiness().send(request.response());
            case METRICS -> answer(request, process::metrics);
        }
    }

    /** Off the event loop. */
    private void answer(RoutingContext request, Callable<Answer> work) {
        vertx.executeBlocking(work, false)
                .onSuccess(answer -> answer.send(request.response()))
                .onFailure(failure -> fail(request, Optional.of(failure)));
    }

    /** By the coordinator that has the batch. */
    private void ofBatch(RoutingContext request, Callable<Answer> here) {
        answer(request, () -> {
            Optional<URI> elsewhere = elsewhere(request);
            return elsewhere.isPresent() ? colleagues.answer(elsewhere.get(), request, request.body()) : here.call();
        });
    }

    private void events(RoutingContext request) {
        vertx.executeBlocking(() -> elsewhere(request), false)
                .onFailure(failure -> fail(request, Optional.of(failure)))
                .onSuccess(elsewhere -> elsewhere.ifPresentOrElse(
                        colleague -> relay.run(colleague, request, failure -> fail(request, Optional.of(failure))),
                        () -> eventsHere(request)));
    }

    /** The coordinator that has the batch, if it is another one. */
    private Optional<URI> elsewhere(RoutingContext request) {
        OptionalInt partition = BatchIds.partitionIfAny(BatchResource.id(request));
        return partition.isEmpty()
                ? Optional.empty()
                : colleagues.having(partition.getAsInt(), request, batches::owned);
    }

    private void eventsHere(RoutingContext request) {
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
