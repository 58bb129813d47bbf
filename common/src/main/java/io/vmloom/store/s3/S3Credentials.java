package io.vmloom.store.s3;

import java.util.Optional;

/** Who signs the requests. */
public sealed interface S3Credentials {
    /**
     * Whatever the AWS SDK finds, in its order: system properties, {@code AWS_ACCESS_KEY_ID} and its companions, web
     * identity, profile files, container and instance roles. Expiring ones are renewed.
     *
     * @see <a href="https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/credentials-chain.html">Default
     *     credentials provider chain</a>
     */
    record DefaultChain() implements S3Credentials {}

    /** A fixed pair of keys; it never shows its secret. */
    record KeyPair(String accessKeyId, String secretAccessKey) implements S3Credentials {
        public KeyPair {
            if (accessKeyId.isBlank() || secretAccessKey.isBlank()) {
                throw new IllegalArgumentException(
                        "access key id and secret must not be blank, got id: " + accessKeyId);
            }
        }

        @Override
        public String toString() {
            return "KeyPair[" + accessKeyId + "]";
        }
    }

    /** One of the profile files of the AWS tools, whatever it says; renewed when it changes or expires. */
    record Profile(String name) implements S3Credentials {}

    /**
     * A role that whoever the default chain finds takes on, for an hour at a time. Nothing of it is secret.
     *
     * @param externalId what the owner of the role wants to be told
     */
    record AssumedRole(String arn, Optional<String> externalId) implements S3Credentials {}
}
