package io.vmloom.coordinator.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vmloom.coordinator.report.ReportJson;
import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Why a request was refused, as a document.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
record Problem(int status, ErrorCode code, String detail) {
    static final String CONTENT_TYPE = "application/problem+json";

    /** Whatever went wrong while a request was served. */
    static Problem of(Throwable failure) {
        if (failure instanceof ConversionException known) {
            return new Problem(status(known.code()), known.code(), String.valueOf(known.getMessage()));
        }
        return new Problem(500, ErrorCode.INTERNAL, "the request failed; the coordinator's log tells more");
    }

    Answer answer() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put(
                "type",
                "urn:vmloom:problem:" + code.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        tree.put("title", HttpResponseStatus.valueOf(status).reasonPhrase());
        tree.put("status", status);
        tree.put("code", code.name());
        tree.put("detail", detail);
        return Answer.text(status, CONTENT_TYPE, ReportJson.text(tree) + "\n");
    }

    private static int status(ErrorCode code) {
        return switch (code) {
            case REQUEST_INVALID -> 400;
            case ACCESS_DENIED -> 403;
            case NOT_FOUND -> 404;
            case TARGET_EXISTS, SOURCE_CHANGED, CONFLICT -> 409;
            case IMAGE_INVALID,
                    IMAGE_UNSUPPORTED,
                    IMAGE_UNSAFE,
                    IMAGE_LOCKED,
                    FORMAT_MISMATCH,
                    TARGET_TOO_LARGE,
                    LAYER_MISMATCH,
                    DISK_MISSING -> 422;
            case STORE_UNAVAILABLE, CANCELLED, DEADLINE_PASSED, GIVEN_UP, FENCED -> 503;
            case DIGEST_MISMATCH, INTERNAL -> 500;
        };
    }
}
