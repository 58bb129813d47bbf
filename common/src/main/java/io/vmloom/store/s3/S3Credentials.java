package io.vmloom.store.s3;

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
}
