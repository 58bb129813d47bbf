package io.vmloom.store.meter;

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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Another store, whose requests are counted, whatever is answered. */
public record MeteredStore(ObjectStore store, RequestMeter meter) implements ObjectStore {
    /** As many things as S3 lists at once. */
    private static final long PAGE = 1000;

    @Override
    public StoreCapabilities capabilities() {
        return store.capabilities();
    }

    @Override
    public Optional<ObjectVersion> head(Location.InBucket location) {
        meter.head();
        return store.head(location);
    }

    @Override
    public void read(ObjectVersion version, long offset, ByteBuffer destination) {
        meter.get(destination.remaining());
        store.read(version, offset, destination);
    }

    @Override
    public ObjectVersion put(
            Location.InBucket location, Content content, Map<String, String> metadata, Precondition precondition) {
        meter.put(content.lengthBytes());
        return store.put(location, content, metadata, precondition);
    }

    @Override
    public Upload createUpload(Location.InBucket target, Map<String, String> metadata, ObjectProperties properties) {
        meter.put(0);
        return store.createUpload(target, metadata, properties);
    }

    @Override
    public PartReceipt uploadPart(Upload upload, int partNumber, Content content) {
        meter.put(content.lengthBytes());
        return store.uploadPart(upload, partNumber, content);
    }

    @Override
    public PartReceipt copyPart(Upload upload, int partNumber, ObjectVersion source, long offset, long lengthBytes) {
        meter.copy();
        return store.copyPart(upload, partNumber, source, offset, lengthBytes);
    }

    @Override
    public List<PartReceipt> listParts(Upload upload) {
        List<PartReceipt> parts = store.listParts(upload);
        meter.list(pages(parts.size()));
        return parts;
    }

    @Override
    public ObjectVersion complete(Upload upload, List<PartReceipt> parts, Precondition precondition) {
        meter.put(0);
        return store.complete(upload, parts, precondition);
    }

    @Override
    public void abort(Upload upload) {
        meter.delete();
        store.abort(upload);
    }

    @Override
    public List<Upload> listUploads(Location.InBucket prefix) {
        List<Upload> uploads = store.listUploads(prefix);
        meter.list(pages(uploads.size()));
        return uploads;
    }

    @Override
    public void delete(Location.InBucket location) {
        meter.delete();
        store.delete(location);
    }

    @Override
    public void list(Location.InBucket prefix, Consumer<ObjectVersion> visitor) {
        AtomicLong objects = new AtomicLong();
        store.list(prefix, object -> {
            objects.incrementAndGet();
            visitor.accept(object);
        });
        meter.list(pages(objects.get()));
    }

    @Override
    public void close() {
        store.close();
    }

    private static long pages(long things) {
        return Math.max(1, Math.ceilDiv(things, PAGE));
    }
}
