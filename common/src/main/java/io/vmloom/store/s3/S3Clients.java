package io.vmloom.store.s3;

import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/**
 * Clients with the same settings but for their patience: the time without a byte is a property of the connection pool,
 * and what is repeated one of the client.
 *
 * @param prompt for requests that are answered soon
 * @param patient for those that servers work on for long
 * @param once for those that must not take effect twice unnoticed: repeats only what certainly had none
 * @param signer of all three
 */
record S3Clients(S3Client prompt, S3Client patient, S3Client once, Signer signer) implements AutoCloseable {
    private static final int UNAVAILABLE = 503;

    static S3Clients of(S3Settings settings, AnswerListener listener) {
        S3Patience patience = settings.patience();
        RetryStrategy usual = repeating(AwsRetryStrategy.standardRetryStrategy().toBuilder(), patience);
        RetryStrategy careful = repeating(
                StandardRetryStrategy.builder().useClientDefaults(false).retryOnException(S3Clients::hadNoEffect),
                patience);
        Signer signer = Signer.of(settings);
        return new S3Clients(
                client(settings, signer, patience.silence(), usual, listener),
                client(settings, signer, patience.completion(), usual, listener),
                client(settings, signer, patience.silence(), careful, listener),
                signer);
    }

    @Override
    public void close() {
        try (Signer _ = signer;
                S3Client _ = patient;
                S3Client _ = once) {
            prompt.close();
        }
    }

    /** A server that is down holds up all requests at once; that they stop asking together would help nobody. */
    private static RetryStrategy repeating(StandardRetryStrategy.Builder strategy, S3Patience patience) {
        return strategy.maxAttempts(patience.attempts())
                .backoffStrategy(
                        BackoffStrategy.exponentialDelayHalfJitter(S3Patience.FIRST_PAUSE, S3Patience.LONGEST_PAUSE))
                .circuitBreakerEnabled(false)
                .build();
    }

    /** Refused by the server, or never sent to it. */
    private static boolean hadNoEffect(Throwable failure) {
        return failure instanceof SdkServiceException answer
                ? answer.statusCode() == UNAVAILABLE
                : Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                        .anyMatch(ConnectException.class::isInstance);
    }

    private static S3Client client(
            S3Settings settings, Signer signer, Duration silence, RetryStrategy retries, AnswerListener listener) {
        S3Patience patience = settings.patience();
        Apache5HttpClient.Builder connections = Apache5HttpClient.builder()
                .maxConnections(settings.maxConnections())
                .connectionTimeout(patience.connect())
                .socketTimeout(silence);
        settings.trusted().ifPresent(trusted -> connections.tlsTrustManagersProvider(trusted::managers));
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(settings.region()))
                .credentialsProvider(signer.provider())
                .httpClientBuilder(connections)
                .forcePathStyle(settings.addressing() == Addressing.PATH)
                // Checksum trailers of the SDK cost garbage of the upload's own size, and older servers refuse them.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(S3Configuration.builder()
                        .chunkedEncodingEnabled(settings.payloadSigning() == PayloadSigning.CHUNKED)
                        .build())
                .overrideConfiguration(override ->
                        override.retryStrategy(retries).addExecutionInterceptor(new AnswerInterceptor(listener)));
        switch (settings.endpoint()) {
            case S3Endpoint.Amazon _ -> {}
            case S3Endpoint.At(URI uri) -> builder.endpointOverride(uri);
        }
        return builder.build();
    }
}
