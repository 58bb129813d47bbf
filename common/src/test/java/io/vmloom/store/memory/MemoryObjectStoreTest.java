package io.vmloom.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectStoreContract;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.PartReceipt;
import io.vmloom.store.Precondition;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.Upload;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MemoryObjectStoreTest {
    private static final long GIB = 1L << 30;
    private static final Location.InBucket LOCATION = new Location.InBucket("bucket", "key");

    @Nested
    class LikeS3 extends InMemory {
        LikeS3() {
            super(StoreCapabilities.S3);
        }
    }

    @Nested
    class WithDensePartNumbers extends InMemory {
        WithDensePartNumbers() {
            super(new StoreCapabilities(false, 16, 100, 5 * GIB));
        }
    }

    @Test
    void entityTagsAreThoseOfS3() {
        MemoryObjectStore store = storeWithBucket();

        ObjectVersion whole = put(store, "hello");
        Upload upload = store.createUpload(LOCATION, Map.of());
        PartReceipt part = store.uploadPart(upload, 1, Content.of("hello".getBytes(StandardCharsets.US_ASCII)));
        ObjectVersion parts = store.complete(upload, List.of(part), Precondition.NONE);

        assertThat(whole.etag()).isEqualTo("5d41402abc4b2a76b9719d911017c592");
        assertThat(part.etag()).isEqualTo("5d41402abc4b2a76b9719d911017c592");
        assertThat(parts.etag()).isEqualTo("62109206880d38a4010a98e11243924a-1");
    }

    @Test
    void terabytesOfZerosTakeNoMemory() {
        MemoryObjectStore store = storeWithBucket();
        Upload upload = store.createUpload(LOCATION, Map.of());
        List<PartReceipt> parts = new ArrayList<>();
        for (int number = 1; number <= 10_000; number++) {
            parts.add(store.uploadPart(upload, number, Content.zeros(GIB / 4)));
        }

        ObjectVersion version = store.complete(upload, parts, Precondition.ABSENT);

        assertThat(version.sizeBytes()).isEqualTo(10_000 * (GIB / 4));
        ByteBuffer buffer = ByteBuffer.allocate(100_000);
        store.read(version, version.sizeBytes() - 100_000, buffer);
        assertThat(buffer.array()).containsOnly(0);
    }

    @Test
    void theCallerMayReuseItsBufferAfterAPut() {
        MemoryObjectStore store = storeWithBucket();
        byte[] bytes = {1, 2, 3};

        ObjectVersion version = store.put(LOCATION, Content.of(bytes), Map.of("Key", "v"), Precondition.NONE);
        bytes[0] = 9;

        ByteBuffer buffer = ByteBuffer.allocate(3);
        store.read(version, 0, buffer);
        assertThat(buffer.array()).containsExactly(1, 2, 3);
        assertThat(version.metadata()).containsEntry("key", "v");
    }

    private static MemoryObjectStore storeWithBucket() {
        MemoryObjectStore store = new MemoryObjectStore(StoreCapabilities.S3);
        store.createBucket(LOCATION.bucket());
        return store;
    }

    private static ObjectVersion put(MemoryObjectStore store, String text) {
        return store.put(LOCATION, Content.of(text.getBytes(StandardCharsets.US_ASCII)), Map.of(), Precondition.NONE);
    }

    abstract static class InMemory extends ObjectStoreContract {
        private final MemoryObjectStore store;

        InMemory(StoreCapabilities capabilities) {
            store = new MemoryObjectStore(capabilities);
        }

        @Override
        public MemoryObjectStore store() {
            return store;
        }

        @Override
        protected String freshBucket() {
            store.createBucket("bucket");
            return "bucket";
        }
    }
}
