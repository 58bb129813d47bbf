package io.vmloom.store.s3;

import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
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
 */
record S3Clients(S3Client prompt, S3Client patient, S3Client once) implements AutoCloseable {
    private static final int UNAVAILABLE = 503;

    static S3Clients of(S3Settings settings, AnswerListener listener) {
        S3Patience patience = settings.patience();
        RetryStrategy usual = repeating(AwsRetryStrategy.standardRetryStrategy().toBuilder(), patience);
        RetryStrategy careful = repeating(
                StandardRetryStrategy.builder().useClientDefaults(false).retryOnException(S3Clients::hadNoEffect),
                patience);
        return new S3Clients(
                client(settings, patience.silence(), usual, listener),
                client(settings, patience.completion(), usual, listener),
                client(settings, patience.silence(), careful, listener));
    }

    @Override
    public void close() {
        try (S3Client _ = patient;
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
            S3Settings settings, Duration silence, RetryStrategy retries, AnswerListener listener) {
        S3Patience patience = settings.patience();
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(settings.region()))
                .credentialsProvider(credentials(settings.credentials()))
                .httpClientBuilder(Apache5HttpClient.builder()
                        .maxConnections(settings.maxConnections())
                        .connectionTimeout(patience.connect())
                        .socketTimeout(silence))
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

    private static AwsCredentialsProvider credentials(S3Credentials credentials) {
        return switch (credentials) {
            case S3Credentials.DefaultChain _ ->
                DefaultCredentialsProvider.builder().build();
            case S3Credentials.KeyPair(String id, String secret) ->
                StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret));
        };
    }
}
