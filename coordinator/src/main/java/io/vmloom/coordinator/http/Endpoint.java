package io.vmloom.coordinator.http;

import io.vertx.core.http.HttpMethod;

/** Every route there is; {@code openapi.yaml} describes them. */
enum Endpoint {
    SUBMIT(HttpMethod.POST, "/api/v1/batches", For.PRINCIPALS),
    LIST(HttpMethod.GET, "/api/v1/batches", For.PRINCIPALS),
    STATUS(HttpMethod.GET, "/api/v1/batches/:id", For.PRINCIPALS),
    PURGE(HttpMethod.DELETE, "/api/v1/batches/:id", For.PRINCIPALS),
    CANCEL(HttpMethod.POST, "/api/v1/batches/:id/cancel", For.PRINCIPALS),
    PAUSE(HttpMethod.POST, "/api/v1/batches/:id/pause", For.PRINCIPALS),
    RESUME(HttpMethod.POST, "/api/v1/batches/:id/resume", For.PRINCIPALS),
    CONFIRM(HttpMethod.POST, "/api/v1/batches/:id/confirm", For.PRINCIPALS),
    RETRY(HttpMethod.POST, "/api/v1/batches/:id/retry", For.PRINCIPALS),
    PRIORITY(HttpMethod.PUT, "/api/v1/batches/:id/priority", For.PRINCIPALS),
    REPORT(HttpMethod.GET, "/api/v1/batches/:id/report", For.PRINCIPALS),
    HISTORY(HttpMethod.GET, "/api/v1/batches/:id/history", For.PRINCIPALS),
    ITEM(HttpMethod.GET, "/api/v1/batches/:id/items/:item", For.PRINCIPALS),
    EVENTS(HttpMethod.GET, "/api/v1/batches/:id/events", For.PRINCIPALS),
    WORKERS(HttpMethod.GET, "/api/v1/workers", For.PRINCIPALS),
    DESCRIPTION(HttpMethod.GET, "/api/v1/openapi.yaml", For.EVERYBODY),
    SCHEMA(HttpMethod.GET, "/api/v1/manifest.schema.json", For.EVERYBODY),
    HEALTH(HttpMethod.GET, "/healthz", For.EVERYBODY),
    READY(HttpMethod.GET, "/readyz", For.EVERYBODY),
    METRICS(HttpMethod.GET, "/metrics", For.SCRAPERS);

    /** Whom an answer is for. */
    enum For {
        EVERYBODY,
        /** Everybody or principals, as it is configured. */
        SCRAPERS,
        /** Whoever has a token, where tokens are asked for. */
        PRINCIPALS
    }

    private final HttpMethod method;
    private final String path;
    private final For audience;

    Endpoint(HttpMethod method, String path, For audience) {
        this.method = method;
        this.path = path;
        this.audience = audience;
    }

    For audience() {
        return audience;
    }

    /** Whether it changes something. */
    boolean changes() {
        return !method.equals(HttpMethod.GET);
    }

    HttpMethod method() {
        return method;
    }

    /** With {@code :id} in place of a batch's id, and {@code :item} in that of an item's number. */
    String path() {
        return path;
    }

    /** Where a batch is found. */
    static String pathOf(String batchId) {
        return LIST.path + "/" + batchId;
    }
}
