package io.vmloom.coordinator.simulation;

import io.vmloom.error.StoreException;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectProperties;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.PartReceipt;
import io.vmloom.store.Precondition;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.Upload;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** A store whose calls fail now and then: half of the failures come after the call took effect. */
final class NastyStore implements ObjectStore {
    private final ObjectStore store;
    private final RandomGenerator random;
    private final double likelihood;
    private int failures;

    NastyStore(ObjectStore store, RandomGenerator random, double likelihood) {
        this.store = store;
        this.random = random;
        this.likelihood = likelihood;
    }

    int failures() {
        return failures;
    }

    private <T> T perhaps(String call, Supplier<T> action) {
        if (random.nextDouble() >= likelihood) {
            return action.get();
        }
        failures++;
        if (random.nextBoolean()) {
            T lost = action.get();
            throw StoreException.unavailable(call, "the answer was lost: " + lost, null);
        }
        throw StoreException.unavailable(call, "the request was lost", null);
    }

    private void perhapsDo(String call, Runnable action) {
        perhaps(call, () -> {
            action.run();
            return true;
        });
    }

    @Override
    public StoreCapabilities capabilities() {
        return store.capabilities();
    }

    @Override
    public Optional<ObjectVersion> head(Location.InBucket location) {
        return perhaps("head", () -> store.head(location));
    }

    @Override
    public void read(ObjectVersion version, long offset, ByteBuffer destination) {
        perhapsDo("read", () -> store.read(version, offset, destination));
    }

    @Override
    public ObjectVersion put(
            Location.InBucket location, Content content, Map<String, String> metadata, Precondition precondition) {
        return perhaps("put", () -> store.put(location, content, metadata, precondition));
    }

    @Override
    public Upload createUpload(Location.InBucket target, Map<String, String> metadata, ObjectProperties properties) {
        return perhaps("createUpload", () -> store.createUpload(target, metadata, properties));
    }

    @Override
    public PartReceipt uploadPart(Upload upload, int partNumber, Content content) {
        return perhaps("uploadPart", () -> store.uploadPart(upload, partNumber, content));
    }

    @Override
    public PartReceipt copyPart(Upload upload, int partNumber, ObjectVersion source, long offset, long lengthBytes) {
        return perhaps("copyPart", () -> store.copyPart(upload, partNumber, source, offset, lengthBytes));
    }

    @Override
    public List<PartReceipt> listParts(Upload upload) {
        return perhaps("listParts", () -> store.listParts(upload));
    }

    @Override
    public ObjectVersion complete(Upload upload, List<PartReceipt> parts, Precondition precondition) {
        return perhaps("complete", () -> store.complete(upload, parts, precondition));
    }

    @Override
    public void abort(Upload upload) {
        perhapsDo("abort", () -> store.abort(upload));
    }

    @Override
    public List<Upload> listUploads(Location.InBucket prefix) {
        return perhaps("listUploads", () -> store.listUploads(prefix));
    }

    @Override
    public void delete(Location.InBucket location) {
        perhapsDo("delete", () -> store.delete(location));
    }

    @Override
    public void list(Location.InBucket prefix, Consumer<ObjectVersion> visitor) {
        if (random.nextDouble() < likelihood) {
            failures++;
            throw StoreException.unavailable("list", "the request was lost", null);
        }
        store.list(prefix, visitor);
    }
}
