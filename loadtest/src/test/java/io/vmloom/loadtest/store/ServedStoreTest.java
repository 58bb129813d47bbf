package io.vmloom.loadtest.store;

import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectStoreContract;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.memory.MemoryObjectStore;
import io.vmloom.store.s3.S3Credentials;
import io.vmloom.store.s3.S3Endpoint;
import io.vmloom.store.s3.S3ObjectStore;
import io.vmloom.store.s3.S3Settings;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** What coordinators see of it is what they would see of another store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServedStoreTest extends ObjectStoreContract {
    private final AtomicInteger buckets = new AtomicInteger();
    private final MemoryObjectStore memory = new MemoryObjectStore(StoreCapabilities.S3);
    private final ServedStore server = new ServedStore(memory);
    private final S3ObjectStore store = S3ObjectStore.open(S3Settings.server(
            new S3Endpoint.At(server.endpoint()), "us-east-1", new S3Credentials.KeyPair("invented", "invented")));

    @AfterAll
    void stop() {
        store.close();
        server.close();
    }

    @Override
    public ObjectStore store() {
        return store;
    }

    @Override
    protected String freshBucket() {
        String bucket = "contract-" + buckets.incrementAndGet();
        memory.createBucket(bucket);
        return bucket;
    }
}
