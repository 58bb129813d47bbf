package io.vmloom.coordinator.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the API is served.
 *
 * @param port 0 for a free one
 * @param maxBodyBytes the longest manifest that is taken
 * @param openMetrics whether metrics are for everybody
 * @param requestsPerMinute what one subject may ask for; 0 for as much as it likes
 * @param patience how long a client may take to send a request
 */
public record ApiSettings(
        String host,
        int port,
        Optional<Tls> tls,
        long maxBodyBytes,
        boolean openMetrics,
        int requestsPerMinute,
        Duration patience) {
    /** Files in PEM: the certificate with those that vouch for it, and its key. */
    public record Tls(Path certificate, Path key) {}

    public ApiSettings {
        if (requestsPerMinute < 0 || patience.toMillis() <= 0) {
            throw new IllegalArgumentException("limits must be positive, got: " + requestsPerMinute
                    + " requests, a patience of " + patience.toMillis() + " ms");
        }
    }
}
