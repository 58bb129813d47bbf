package io.vmloom.coordinator.http;

import io.vmloom.coordinator.app.BatchService;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.InternalException;
import io.vmloom.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** What the process tells of itself: health, metrics, and what its API is. */
record ProcessResource(BatchService batches, Telemetry telemetry) {
    private static final String DESCRIPTION = "openapi.yaml";

    Answer health() {
        return Answer.json(200, Map.of("status", "up"));
    }

    Answer readiness() {
        return batches.isOpen()
                ? Answer.json(200, Map.of("status", "ready"))
                : new Problem(
                                503,
                                ErrorCode.STORE_UNAVAILABLE,
                                "the coordinator has no part of the batches: it is starting or stopping, or can not reach the brokers")
                        .answer();
    }

    Answer metrics() {
        batches.measure();
        return Answer.text(200, Telemetry.CONTENT_TYPE, telemetry.exposition());
    }

    Answer description() {
        try (InputStream stream =
                Objects.requireNonNull(ProcessResource.class.getResourceAsStream(DESCRIPTION), DESCRIPTION)) {
            return Answer.text(200, "application/yaml", new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new InternalException(DESCRIPTION + " can not be read", e);
        }
    }
}
