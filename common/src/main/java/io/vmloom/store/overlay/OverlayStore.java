package io.vmloom.store.overlay;

import io.vmloom.error.TargetException;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectProperties;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.PartReceipt;
import io.vmloom.store.Precondition;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.Upload;
import io.vmloom.store.memory.MemoryObjectStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Another store as it would be after what is done here, of which that store never hears: it is only read. Written bytes are
 * in memory, runs of zeros among them take none. Thread-safe.
 */
final class OverlayStore implements ObjectStore {
    private final ObjectStore below;
    private final MemoryObjectStore kept;
    private final Set<Location.InBucket> deleted = ConcurrentHashMap.newKeySet();
    private final Set<String> buckets = ConcurrentHashMap.newKeySet();

    /** @param below not closed here */
    OverlayStore(ObjectStore below) {
        this.below = below;
        this.kept = MemoryObjectStore.withoutDigests(below.capabilities());
    }

    @Override
    public StoreCapabilities capabilities() {
        return below.capabilities();
    }

    @Override
    public Optional<ObjectVersion> head(Location.InBucket location) {
        return kept(location).or(() -> deleted.contains(location) ? Optional.empty() : below.head(location));
    }

    @Override
    public void read(ObjectVersion version, long offset, ByteBuffer destination) {
        if (isChanged(version)) {
            kept.read(version, offset, destination);
        } else {
            below.read(version, offset, destination);
        }
    }

    @Override
    public ObjectVersion put(
            Location.InBucket location, Content content, Map<String, String> metadata, Precondition precondition) {
        requireFree(location, precondition);
        return kept.put(location, ZeroRuns.of(content), metadata, precondition);
    }

    @Override
    public Upload createUpload(Location.InBucket target, Map<String, String> metadata, ObjectProperties properties) {
        openBucket(target);
        return kept.createUpload(target, metadata, properties);
    }

    @Override
    public PartReceipt uploadPart(Upload upload, int partNumber, Content content) {
        return kept.uploadPart(upload, partNumber, ZeroRuns.of(content));
    }

    @Override
    public PartReceipt copyPart(Upload upload, int partNumber, ObjectVersion source, long offset, long lengthBytes) {
        return isChanged(source)
                ? kept.copyPart(upload, partNumber, source, offset, lengthBytes)
                : kept.uploadPart(upload, partNumber, Content.zeros(lengthBytes));
    }

    @Override
    public List<PartReceipt> listParts(Upload upload) {
        return kept.listParts(upload);
    }

    @Override
    public ObjectVersion complete(Upload upload, List<PartReceipt> parts, Precondition precondition) {
        requireFree(upload.target(), precondition);
        return kept.complete(upload, parts, precondition);
    }

    @Override
    public void abort(Upload upload) {
        openBucket(upload.target());
        kept.abort(upload);
    }

    @Override
    public List<Upload> listUploads(Location.InBucket prefix) {
        openBucket(prefix);
        List<Upload> all = new ArrayList<>(below.listUploads(prefix));
        all.addAll(kept.listUploads(prefix));
        return all;
    }

    @Override
    public void delete(Location.InBucket location) {
        openBucket(location);
        deleted.add(location);
        kept.delete(location);
    }

    @Override
    public void list(Location.InBucket prefix, Consumer<ObjectVersion> visitor) {
        openBucket(prefix);
        List<ObjectVersion> all = new ArrayList<>();
        kept.list(prefix, all::add);
        below.list(prefix, object -> {
            if (object.location() instanceof Location.InBucket location
                    && !deleted.contains(location)
                    && kept(location).isEmpty()) {
                all.add(object);
            }
        });
        all.stream()
                .sorted((one, other) ->
                        one.location().toString().compareTo(other.location().toString()))
                .forEach(visitor);
    }

    private Optional<ObjectVersion> kept(Location.InBucket location) {
        return buckets.contains(location.bucket()) ? kept.head(location) : Optional.empty();
    }

    /** Whether it was changed here, so that what is kept is all that there is. */
    private boolean isChanged(ObjectVersion version) {
        return version.location() instanceof Location.InBucket location
                && (deleted.contains(location) || kept(location).isPresent());
    }

    /** The store below is asked for a bucket before the first write to it, as that would fail there too. */
    private void openBucket(Location.InBucket location) {
        if (!buckets.contains(location.bucket())) {
            below.head(location);
            kept.createBucket(location.bucket());
            buckets.add(location.bucket());
        }
    }

    private void requireFree(Location.InBucket location, Precondition precondition) {
        openBucket(location);
        boolean taken = precondition == Precondition.ABSENT
                && !deleted.contains(location)
                && below.head(location).isPresent();
        if (taken) {
            throw TargetException.exists(location.toString(), "allow overwriting or choose another name");
        }
    }
}
