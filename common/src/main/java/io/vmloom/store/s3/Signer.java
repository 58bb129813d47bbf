package io.vmloom.store.s3;

import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Has the credentials that requests are signed with, and renews those that expire.
 *
 * @param owned closed with this, in this order
 */
record Signer(AwsCredentialsProvider provider, List<SdkAutoCloseable> owned) implements AutoCloseable {
    private static final String SESSION = "vmloom";

    static Signer of(S3Settings settings) {
        return switch (settings.credentials()) {
            case S3Credentials.DefaultChain _ -> {
                DefaultCredentialsProvider chain =
                        DefaultCredentialsProvider.builder().build();
                yield new Signer(chain, List.of(chain));
            }
            case S3Credentials.KeyPair(String id, String secret) ->
                new Signer(StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret)), List.of());
            case S3Credentials.Profile(String name) -> {
                ProfileCredentialsProvider profile = ProfileCredentialsProvider.create(name);
                yield new Signer(profile, List.of(profile));
            }
            case S3Credentials.AssumedRole role -> assuming(role, settings.region());
        };
    }

    private static Signer assuming(S3Credentials.AssumedRole role, String region) {
        DefaultCredentialsProvider ourselves =
                DefaultCredentialsProvider.builder().build();
        StsClient sts = StsClient.builder()
                .region(Region.of(region))
                .credentialsProvider(ourselves)
                .httpClientBuilder(Apache5HttpClient.builder())
                .build();
        AssumeRoleRequest.Builder request =
                AssumeRoleRequest.builder().roleArn(role.arn()).roleSessionName(SESSION);
        role.externalId().ifPresent(request::externalId);
        StsAssumeRoleCredentialsProvider provider = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(request.build())
                .build();
        return new Signer(provider, List.of(provider, sts, ourselves));
    }

    @Override
    public void close() {
        owned.forEach(SdkAutoCloseable::close);
    }
}
