package io.vmloom.coordinator.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vmloom.coordinator.report.ReportJson;
import java.util.HashMap;
import java.util.Map;

/** What a request is answered with. */
record Answer(int status, String contentType, Map<String, String> headers, String body) {
    static final String JSON = "application/json";

    Answer {
        headers = Map.copyOf(headers);
    }

    static Answer json(int status, Object tree) {
        return text(status, JSON, ReportJson.text(tree) + "\n");
    }

    static Answer text(int status, String contentType, String body) {
        return new Answer(status, contentType, Map.of(), body);
    }

    Answer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Answer(status, contentType, more, body);
    }

    void send(HttpServerResponse response) {
        if (response.closed() || response.ended()) {
            return;
        }
        headers.forEach(response::putHeader);
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(body);
    }
}
