package io.vmloom.store.memory;

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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Objects in memory under S3's rules: the last upload of a part wins, completed and aborted uploads are gone, part sizes
 * are checked only on completion, overwritten versions can not be read. Content is copied in; runs of zeros take no
 * memory. Buckets must be created first. Thread-safe.
 */
public final class MemoryObjectStore implements ObjectStore {
    private final StoreCapabilities capabilities;
    private final EntityTags tags;
    private final Object lock = new Object();
    private final Map<String, MemoryBucket> buckets = new HashMap<>();
    private final Map<String, MemoryUpload> uploads = new LinkedHashMap<>();
    private long uploadsCreated;

    public MemoryObjectStore(StoreCapabilities capabilities) {
        this(capabilities, new EntityTags());
    }

    private MemoryObjectStore(StoreCapabilities capabilities, EntityTags tags) {
        this.capabilities = capabilities;
        this.tags = tags;
    }

    /** One whose entity tags only differ, since the content is not worth a digest. */
    public static MemoryObjectStore withoutDigests(StoreCapabilities capabilities) {
        return new MemoryObjectStore(capabilities, new CountedTags());
    }

    /** Makes a bucket; nothing happens when it exists. */
    public void createBucket(String bucket) {
        synchronized (lock) {
            buckets.computeIfAbsent(bucket, _ -> new MemoryBucket());
        }
    }

    @Override
    public StoreCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public Optional<ObjectVersion> head(Location.InBucket location) {
        synchronized (lock) {
            return bucket(location).get(location.key()).map(MemoryBucket.Stored::version);
        }
    }

    @Override
    public void read(ObjectVersion version, long offset, ByteBuffer destination) {
        Objects.checkFromIndexSize(offset, destination.remaining(), version.sizeBytes());
        bytesOf(version).read(offset, destination);
    }

    @Override
    public ObjectVersion put(
            Location.InBucket location, Content content, Map<String, String> metadata, Precondition precondition) {
        capabilities.checkRequestSize(location, content.lengthBytes());
        StoredBytes bytes = StoredBytes.copyOf(content);
        String tag = tags.of(bytes.content());
        synchronized (lock) {
            return publish(location, bytes, tag, lowerCase(metadata), precondition);
        }
    }

    @Override
    public Upload createUpload(Location.InBucket target, Map<String, String> metadata, ObjectProperties properties) {
        synchronized (lock) {
            bucket(target);
            Upload upload = new Upload(target, "upload-" + ++uploadsCreated);
            uploads.put(upload.uploadId(), new MemoryUpload(upload, lowerCase(metadata)));
            return upload;
        }
    }

    @Override
    public PartReceipt uploadPart(Upload upload, int partNumber, Content content) {
        capabilities.checkPartNumber(upload, partNumber);
        capabilities.checkRequestSize(upload.target(), content.lengthBytes());
        return storePart(upload, partNumber, StoredBytes.copyOf(content));
    }

    @Override
    public PartReceipt copyPart(Upload upload, int partNumber, ObjectVersion source, long offset, long lengthBytes) {
        capabilities.checkPartNumber(upload, partNumber);
        Objects.checkFromIndexSize(offset, lengthBytes, source.sizeBytes());
        capabilities.checkRequestSize(upload.target(), lengthBytes);
        return storePart(upload, partNumber, bytesOf(source).slice(offset, lengthBytes));
    }

    @Override
    public List<PartReceipt> listParts(Upload upload) {
        synchronized (lock) {
            return live(upload).receipts();
        }
    }

    @Override
    public ObjectVersion complete(Upload upload, List<PartReceipt> parts, Precondition precondition) {
        synchronized (lock) {
            MemoryUpload live = live(upload);
            List<MemoryUpload.Part> named = live.named(parts);
            List<PartReceipt> receipts =
                    named.stream().map(MemoryUpload.Part::receipt).toList();
            capabilities.checkPartList(upload, receipts);
            StoredBytes bytes = StoredBytes.concat(
                    named.stream().map(MemoryUpload.Part::bytes).toList());
            String tag = tags.ofParts(receipts.stream().map(PartReceipt::etag).toList());
            ObjectVersion version = publish(upload.target(), bytes, tag, live.metadata(), precondition);
            uploads.remove(upload.uploadId());
            return version;
        }
    }

    @Override
    public void abort(Upload upload) {
        synchronized (lock) {
            bucket(upload.target());
            uploads.remove(upload.uploadId());
        }
    }

    @Override
    public List<Upload> listUploads(Location.InBucket prefix) {
        synchronized (lock) {
            bucket(prefix);
            return uploads.values().stream()
                    .map(MemoryUpload::upload)
                    .filter(upload -> upload.target().bucket().equals(prefix.bucket())
                            && upload.target().key().startsWith(prefix.key()))
                    .toList();
        }
    }

    @Override
    public void delete(Location.InBucket location) {
        synchronized (lock) {
            bucket(location).remove(location.key());
        }
    }

    @Override
    public void list(Location.InBucket prefix, Consumer<ObjectVersion> visitor) {
        List<ObjectVersion> snapshot;
        synchronized (lock) {
            snapshot = bucket(prefix).list(prefix.key());
        }
        snapshot.forEach(visitor);
    }

    private StoredBytes bytesOf(ObjectVersion version) {
        if (!(version.location() instanceof Location.InBucket location)) {
            throw new IllegalArgumentException("not an object of a bucket: " + version.location());
        }
        synchronized (lock) {
            MemoryBucket.Stored stored = bucket(location)
                    .get(location.key())
                    .orElseThrow(() -> StoreException.sourceChanged(location.toString(), "it was deleted"));
            String tag = stored.version().etag();
            if (!tag.equals(version.etag())) {
                throw StoreException.sourceChanged(
                        location.toString(), "its ETag was " + version.etag() + " and is " + tag);
            }
            return stored.bytes();
        }
    }

    private PartReceipt storePart(Upload upload, int partNumber, StoredBytes bytes) {
        PartReceipt receipt = new PartReceipt(partNumber, bytes.lengthBytes(), tags.of(bytes.content()));
        synchronized (lock) {
            live(upload).put(new MemoryUpload.Part(receipt, bytes));
        }
        return receipt;
    }

    private ObjectVersion publish(
            Location.InBucket location,
            StoredBytes bytes,
            String tag,
            Map<String, String> metadata,
            Precondition precondition) {
        MemoryBucket bucket = bucket(location);
        bucket.check(location, precondition);
        ObjectVersion version = new ObjectVersion(location, bytes.lengthBytes(), tag, false, metadata);
        bucket.put(location.key(), new MemoryBucket.Stored(version, bytes));
        return version;
    }

    private MemoryBucket bucket(Location.InBucket location) {
        MemoryBucket bucket = buckets.get(location.bucket());
        if (bucket == null) {
            throw StoreException.notFound("bucket " + location.bucket());
        }
        return bucket;
    }

    private MemoryUpload live(Upload upload) {
        MemoryUpload live = uploads.get(upload.uploadId());
        if (live == null || !live.upload().target().equals(upload.target())) {
            throw StoreException.notFound("multipart upload " + upload.uploadId() + " of " + upload.target());
        }
        return live;
    }

    private static Map<String, String> lowerCase(Map<String, String> metadata) {
        Map<String, String> lower = new HashMap<>();
        metadata.forEach((key, value) -> lower.put(key.toLowerCase(Locale.ROOT), value));
        return lower;
    }
}
