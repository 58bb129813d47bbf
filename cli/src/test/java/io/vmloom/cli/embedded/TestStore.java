package io.vmloom.cli.embedded;

import io.vmloom.store.s3.S3Settings;
import java.nio.file.Path;

/** An S3 server for tests: in a container where Docker answers, else in this JVM. */
public interface TestStore extends AutoCloseable {
    /** How clients of this host reach it, credentials included. */
    S3Settings settings();

    void createBucket(String bucket);

    /** Whether parts of an upload that has ended are taken and listed all the same. */
    boolean remembersEndedUploads();

    @Override
    void close();

    /** @param directory for a server of this JVM */
    static TestStore start(Path directory) {
        return switch (Servers.chosen()) {
            case EMBEDDED -> inThisJvm(EmbeddedS3.start(directory));
            case CONTAINERS -> StoreContainer.start();
        };
    }

    private static TestStore inThisJvm(EmbeddedS3 server) {
        return new TestStore() {
            @Override
            public S3Settings settings() {
                return server.settings();
            }

            @Override
            public void createBucket(String bucket) {
                server.createBucket(bucket);
            }

            @Override
            public boolean remembersEndedUploads() {
                return false;
            }

            @Override
            public void close() {
                server.close();
            }
        };
    }
}
