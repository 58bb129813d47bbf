package io.vmloom.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.manifest.Seed;
import io.vmloom.error.CancelledException;
import io.vmloom.error.StoreException;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.memory.MemoryObjectStore;
import io.vmloom.store.route.ConfiguredStores;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedingTest {
    private static final Location.InBucket KEY = new Location.InBucket("bucket", "in/disk.raw");

    private final MemoryObjectStore store = new MemoryObjectStore(StoreCapabilities.S3);
    private final ConfiguredStores stores = ConfiguredStores.of(store);

    @TempDir
    private Path folder;

    @BeforeEach
    void createBucket() {
        store.createBucket("bucket");
    }

    @Test
    void aFileBecomesAnObjectAndKeepsItsVersionWhileItStaysTheSame() throws IOException {
        Path file = file("disk.raw", 100_000);

        assertThat(seed(file, KEY)).isEqualTo(new Seeding.Outcome(1, 0));
        ObjectVersion first = store.head(KEY).orElseThrow();
        assertThat(seed(file, KEY)).isEqualTo(new Seeding.Outcome(0, 1));

        assertThat(store.head(KEY)).contains(first);
        assertThat(bytes(first)).isEqualTo(Files.readAllBytes(file));
    }

    @Test
    void aChangedFileReplacesItsObject() throws IOException {
        Path file = file("disk.raw", 100);
        seed(file, KEY);
        Files.write(file, new byte[100]);

        assertThat(seed(file, KEY)).isEqualTo(new Seeding.Outcome(1, 0));

        assertThat(bytes(store.head(KEY).orElseThrow())).isEqualTo(new byte[100]);
    }

    @Test
    void aLargeFileIsSentInParts() throws IOException {
        Path file = file("disk.raw", (33 << 20) + 5);

        seed(file, KEY);

        assertThat(bytes(store.head(KEY).orElseThrow())).isEqualTo(Files.readAllBytes(file));
        assertThat(store.listUploads(KEY)).isEmpty();
    }

    @Test
    void aDirectoryGivesItsFilesUnderAPrefix() throws IOException {
        file("b.raw", 2);
        file("a.raw", 1);
        Files.createDirectory(folder.resolve("inner"));

        assertThat(seed(folder, new Location.InBucket("bucket", "all/"))).isEqualTo(new Seeding.Outcome(2, 0));

        assertThat(store.head(new Location.InBucket("bucket", "all/a.raw"))).isPresent();
        assertThat(store.head(new Location.InBucket("bucket", "all/b.raw"))).isPresent();
    }

    @Test
    void aCancelledUploadLeavesNothing() throws IOException {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        Path file = file("disk.raw", 20 << 20);

        assertThatThrownBy(() -> new Seeding(stores, cancellation).run(List.of(new Seed(file, KEY))))
                .isInstanceOf(CancelledException.class);

        assertThat(store.head(KEY)).isEmpty();
        assertThat(store.listUploads(KEY)).isEmpty();
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> seed(folder.resolve("missing"), KEY))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(folder.resolve("missing").toString());
    }

    private Seeding.Outcome seed(Path from, Location.InBucket to) {
        return new Seeding(stores, new Cancellation()).run(List.of(new Seed(from, to)));
    }

    private Path file(String name, int length) throws IOException {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return Files.write(folder.resolve(name), bytes);
    }

    private byte[] bytes(ObjectVersion version) {
        byte[] bytes = new byte[Math.toIntExact(version.sizeBytes())];
        store.read(version, 0, ByteBuffer.wrap(bytes));
        return bytes;
    }
}
