package io.vmloom.loadtest.scale;

import io.vmloom.error.InternalException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many results coordinators have accepted since they started, by what their metrics say: these are recorded, and count. */
final class AcceptedRanges implements AutoCloseable {
    private static final Pattern CONVERTED =
            Pattern.compile("^vmloom_stage_bytes_total\\{[^}]*stage=\"converting\"[^}]*} (\\S+)$", Pattern.MULTILINE);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> coordinators;
    private final long rangeBytes;

    AcceptedRanges(List<String> coordinators, long rangeBytes) {
        this.coordinators = coordinators;
        this.rangeBytes = rangeBytes;
    }

    long count() {
        return Math.round(coordinators.stream().mapToDouble(this::bytes).sum() / rangeBytes);
    }

    private double bytes(String coordinator) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(coordinator + "/metrics")).build();
            String metrics =
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            double bytes = 0;
            Matcher converted = CONVERTED.matcher(metrics);
            while (converted.find()) {
                bytes += Double.parseDouble(converted.group(1));
            }
            return bytes;
        } catch (IOException e) {
            throw new InternalException(coordinator + " does not tell its metrics", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InternalException("interrupted", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
