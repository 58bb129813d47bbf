package io.vmloom.store.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmloom.error.ErrorCode;
import io.vmloom.error.StoreException;
import io.vmloom.source.ByteSource;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Precondition;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.memory.MemoryObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredStoresTest {
    private static final byte[] BYTES = {1, 2, 3};

    private final MemoryObjectStore memory = new MemoryObjectStore(StoreCapabilities.S3);

    @TempDir
    private Path directory = Path.of("");

    @Test
    void objectsAndFilesOpenAlike() throws IOException {
        memory.createBucket("images");
        Location object = new Location.InBucket("images", "a.img");
        memory.put((Location.InBucket) object, Content.of(BYTES), Map.of(), Precondition.NONE);
        Location file = new Location.OnDisk(Files.write(directory.resolve("a.img"), BYTES));

        try (ConfiguredStores stores = ConfiguredStores.of(memory)) {
            for (Location location : List.of(object, file)) {
                ObjectVersion version = stores.pin(location);
                try (ByteSource source = stores.open(version)) {
                    ByteBuffer buffer = ByteBuffer.allocate(3);
                    source.read(0, buffer);
                    assertThat(buffer.array()).isEqualTo(BYTES);
                    assertThat(source.name()).isEqualTo(location.toString());
                }
            }
        }
    }

    @Test
    void whatDoesNotExistIsNotFoundByName() {
        memory.createBucket("images");
        ConfiguredStores stores = ConfiguredStores.of(memory);

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> stores.pin(new Location.InBucket("images", "absent.img")))
                .withMessageContaining("s3://images/absent.img")
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void aStoreIsMadeOncePerBucketAndOnlyWhenNeeded() {
        List<String> made = new ArrayList<>();
        ConfiguredStores stores = new ConfiguredStores(bucket -> {
            made.add(bucket);
            return memory;
        });

        stores.objects(new Location.InBucket("a", "1"));
        stores.objects(new Location.InBucket("a", "2"));
        stores.objects(new Location.InBucket("b", "1"));

        assertThat(made).containsExactly("a", "b");
    }
}
