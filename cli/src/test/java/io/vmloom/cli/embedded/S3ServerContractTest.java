package io.vmloom.cli.embedded;

import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectStoreContract;
import io.vmloom.store.s3.S3ObjectStore;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3ServerContractTest extends ObjectStoreContract {
    private final AtomicInteger buckets = new AtomicInteger();
    private @Nullable TestStore server;
    private @Nullable S3ObjectStore store;

    @BeforeAll
    void start(@TempDir Path directory) {
        TestStore started = TestStore.start(directory);
        server = started;
        store = S3ObjectStore.open(started.settings());
    }

    @AfterAll
    void stop() {
        store().close();
        server().close();
    }

    @Override
    public ObjectStore store() {
        return Objects.requireNonNull(store);
    }

    @Override
    protected String freshBucket() {
        String bucket = "contract-" + buckets.incrementAndGet();
        server().createBucket(bucket);
        return bucket;
    }

    @Override
    public boolean remembersEndedUploads() {
        return server().remembersEndedUploads();
    }

    @Override
    public boolean repeatsCompletions() {
        return true;
    }

    private TestStore server() {
        return Objects.requireNonNull(server);
    }
}
