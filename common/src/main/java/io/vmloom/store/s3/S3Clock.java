package io.vmloom.store.s3;

import io.vmloom.diagnosis.Diagnosis;
import io.vmloom.error.CancelledException;
import io.vmloom.error.StoreException;
import io.vmloom.tls.TrustedCertificates;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Compares this host's clock to a server's, for S3 refuses what is signed by one that is 15 minutes off. */
public final class S3Clock {
    private static final Duration REFUSED = Duration.ofMinutes(15);
    private static final Duration SUSPICIOUS = Duration.ofMinutes(1);

    private final S3Settings settings;
    private final InstantSource clock;

    public S3Clock(S3Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Asks without credentials: an answer that refuses has a date too. */
    public Diagnosis examine() {
        URI endpoint = endpoint();
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .timeout(settings.patience().silence())
                .build();
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(settings.patience().connect());
        settings.trusted().map(TrustedCertificates::context).ifPresent(builder::sslContext);
        try (HttpClient client = builder.build()) {
            HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
            return answer.headers()
                    .firstValue("date")
                    .flatMap(S3Clock::instant)
                    .map(date -> compared(Duration.between(date, clock.instant())))
                    .orElseGet(() -> Diagnosis.doubtful(endpoint + " tells no date", "compare the clocks by hand"));
        } catch (IOException e) {
            throw StoreException.unavailable(endpoint.toString(), String.valueOf(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("asking " + endpoint);
        }
    }

    static Diagnosis compared(Duration ahead) {
        Duration apart = ahead.abs();
        String text = "this host's clock and the server's are " + apart.toSeconds() + " s apart";
        if (apart.compareTo(SUSPICIOUS) < 0) {
            return Diagnosis.good(text);
        }
        String advice = "let a time service (NTP) set both";
        return apart.compareTo(REFUSED) < 0
                ? Diagnosis.doubtful(
                        text + ", and requests are refused from " + REFUSED.toMinutes() + " min on", advice)
                : Diagnosis.wrong(text, advice);
    }

    private URI endpoint() {
        return switch (settings.endpoint()) {
            case S3Endpoint.Amazon _ -> URI.create("https://s3." + settings.region() + ".amazonaws.com/");
            case S3Endpoint.At(URI uri) -> uri;
        };
    }

    private static Optional<Instant> instant(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
