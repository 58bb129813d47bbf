package io.vmloom.store.s3;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/**
 * Two clients with the same settings: one for requests that are answered soon, one for those that servers work on for
 * long, because the time without a byte is a property of the connection pool.
 */
record S3Clients(S3Client prompt, S3Client patient) implements AutoCloseable {
    static S3Clients of(S3Settings settings, AnswerListener listener) {
        return new S3Clients(
                client(settings, settings.patience().silence(), listener),
                client(settings, settings.patience().completion(), listener));
    }

    @Override
    public void close() {
        try (S3Client _ = patient) {
            prompt.close();
        }
    }

    private static S3Client client(S3Settings settings, Duration silence, AnswerListener listener) {
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
                .overrideConfiguration(
                        override -> override.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                        .maxAttempts(patience.attempts())
                                        .build())
                                .addExecutionInterceptor(new AnswerInterceptor(listener)));
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
