package io.vmloom.coordinator.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vmloom.coordinator.report.ReportJson;
import io.vmloom.digest.Sha256;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;

/** What a request is answered with. */
record Answer(int status, String contentType, Map<String, String> headers, String body) {
    static final String JSON = "application/json";
    private static final int TAG_BYTES = 16;

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

    /**
     * With a tag of its body, and without the body when the client has the same one already.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-if-none-match">RFC 9110, If-None-Match</a>
     */
    Answer tagged(HttpServerRequest request) {
        String tag = "W/\"" + HexFormat.of().formatHex(Sha256.of(body), 0, TAG_BYTES) + "\"";
        boolean known = request.headers().getAll(HttpHeaders.IF_NONE_MATCH).stream()
                .flatMap(list -> Stream.of(list.split(",", -1)))
                .map(String::strip)
                .anyMatch(listed -> listed.equals(tag) || listed.equals("*"));
        Answer answer = known ? new Answer(304, contentType, headers, "") : this;
        return answer.with(HttpHeaders.ETAG.toString(), tag)
                .with(HttpHeaders.CACHE_CONTROL.toString(), "private, no-cache");
    }

    void send(HttpServerResponse response) {
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Content-Type-Options", "nosniff");
        headers.forEach(response::putHeader);
        response.end(body);
    }
}
