package io.vmloom.store.s3;

import io.vmloom.store.StoreCapabilities;
import io.vmloom.tls.TrustedCertificates;
import java.util.Map;
import java.util.Optional;

/**
 * How to reach one S3 service. Immutable; the {@code with} methods answer changed copies.
 *
 * @param region signs requests; servers other than Amazon mostly take any
 * @param trusted whom to believe over TLS, if not those whom Java trusts
 * @param maxConnections requests at the same time; more wait for a connection
 */
public record S3Settings(
        S3Endpoint endpoint,
        String region,
        S3Credentials credentials,
        Addressing addressing,
        StoreCapabilities capabilities,
        PayloadSigning payloadSigning,
        UploadChecksum uploadChecksum,
        S3Patience patience,
        Optional<TrustedCertificates> trusted,
        int maxConnections) {
    private static final int DEFAULT_CONNECTIONS = 128;

    public S3Settings {
        if (region.isBlank()) {
            throw new IllegalArgumentException("region must not be blank, got: '" + region + "'");
        }
        if (maxConnections < 1) {
            throw new IllegalArgumentException("connections must be at least 1, got: " + maxConnections);
        }
    }

    /** Amazon S3 in a region. */
    public static S3Settings amazon(String region, S3Credentials credentials) {
        return of(new S3Endpoint.Amazon(), region, credentials, Addressing.VIRTUAL_HOST);
    }

    /** Another server, with its buckets in the path. */
    public static S3Settings server(S3Endpoint.At endpoint, String region, S3Credentials credentials) {
        return of(endpoint, region, credentials, Addressing.PATH);
    }

    /**
     * Reads variables, mostly those of the environment: {@code VMLOOM_S3_ENDPOINT}, else {@code AWS_ENDPOINT_URL_S3} or
     * {@code AWS_ENDPOINT_URL}; {@code VMLOOM_S3_REGION}, else {@code AWS_REGION} or {@code AWS_DEFAULT_REGION}, else
     * what the AWS SDK finds; {@code VMLOOM_S3_PATH_STYLE} ({@code true}, {@code false}; true by default for an
     * endpoint that is not Amazon's), {@code VMLOOM_S3_PART_NUMBERS} ({@code gaps}, {@code dense}),
     * {@code VMLOOM_S3_CHECKSUM} ({@code none}, {@code md5}), {@code VMLOOM_S3_SIGNING} ({@code whole},
     * {@code chunked}), {@code VMLOOM_S3_CA_FILE}. Credentials come from the AWS SDK's default chain. May ask the network for the region of an EC2
     * instance; {@code REQUEST_INVALID} for values that can not be read.
     */
    public static S3Settings fromVariables(Map<String, String> variables) {
        return new S3Variables(variables).settings();
    }

    public S3Settings withCredentials(S3Credentials other) {
        return new S3Settings(
                endpoint,
                region,
                other,
                addressing,
                capabilities,
                payloadSigning,
                uploadChecksum,
                patience,
                trusted,
                maxConnections);
    }

    public S3Settings withAddressing(Addressing other) {
        return new S3Settings(
                endpoint,
                region,
                credentials,
                other,
                capabilities,
                payloadSigning,
                uploadChecksum,
                patience,
                trusted,
                maxConnections);
    }

    /** How uploads are signed, checked, and numbered. */
    public S3Settings withUploads(PayloadSigning signing, UploadChecksum checksum, StoreCapabilities other) {
        return new S3Settings(
                endpoint, region, credentials, addressing, other, signing, checksum, patience, trusted, maxConnections);
    }

    public S3Settings withPatience(S3Patience other) {
        return new S3Settings(
                endpoint,
                region,
                credentials,
                addressing,
                capabilities,
                payloadSigning,
                uploadChecksum,
                other,
                trusted,
                maxConnections);
    }

    public S3Settings withTrusted(Optional<TrustedCertificates> other) {
        return new S3Settings(
                endpoint,
                region,
                credentials,
                addressing,
                capabilities,
                payloadSigning,
                uploadChecksum,
                patience,
                other,
                maxConnections);
    }

    private static S3Settings of(S3Endpoint endpoint, String region, S3Credentials credentials, Addressing addressing) {
        return new S3Settings(
                endpoint,
                region,
                credentials,
                addressing,
                StoreCapabilities.S3,
                PayloadSigning.WHOLE,
                UploadChecksum.NONE,
                S3Patience.DEFAULT,
                Optional.empty(),
                DEFAULT_CONNECTIONS);
    }
}
