package io.vmloom.coordinator.http;

import io.vertx.core.http.HttpMethod;

/** Every route there is; {@code openapi.yaml} describes them. */
enum Endpoint {
    SUBMIT(HttpMethod.POST, "/api/v1/batches"),
    LIST(HttpMethod.GET, "/api/v1/batches"),
    STATUS(HttpMethod.GET, "/api/v1/batches/:id"),
    CANCEL(HttpMethod.POST, "/api/v1/batches/:id/cancel"),
    REPORT(HttpMethod.GET, "/api/v1/batches/:id/report"),
    EVENTS(HttpMethod.GET, "/api/v1/batches/:id/events"),
    DESCRIPTION(HttpMethod.GET, "/api/v1/openapi.yaml"),
    SCHEMA(HttpMethod.GET, "/api/v1/manifest.schema.json"),
    HEALTH(HttpMethod.GET, "/healthz"),
    READY(HttpMethod.GET, "/readyz"),
    METRICS(HttpMethod.GET, "/metrics");

    private final HttpMethod method;
    private final String path;

    Endpoint(HttpMethod method, String path) {
        this.method = method;
        this.path = path;
    }

    HttpMethod method() {
        return method;
    }

    /** With {@code :id} in place of a batch's id. */
    String path() {
        return path;
    }

    /** Where a batch is found. */
    static String pathOf(String batchId) {
        return LIST.path + "/" + batchId;
    }
}
