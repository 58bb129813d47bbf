package io.vmloom.tenant;

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

/** A store as far as a gate lets through. */
final class AllowedObjects implements ObjectStore {
    private final ObjectStore store;
    private final Gate gate;

    AllowedObjects(ObjectStore store, Gate gate) {
        this.store = store;
        this.gate = gate;
    }

    @Override
    public StoreCapabilities capabilities() {
        return store.capabilities();
    }

    @Override
    public Optional<ObjectVersion> head(Location.InBucket location) {
        gate.read(location);
        return store.head(location);
    }

    @Override
    public void read(ObjectVersion version, long offset, ByteBuffer destination) {
        gate.read(version.location());
        store.read(version, offset, destination);
    }

    @Override
    public ObjectVersion put(
            Location.InBucket location, Content content, Map<String, String> metadata, Precondition precondition) {
        gate.write(location);
        return store.put(location, content, metadata, precondition);
    }

    @Override
    public Upload createUpload(Location.InBucket target, Map<String, String> metadata, ObjectProperties properties) {
        gate.write(target);
        return store.createUpload(target, metadata, properties);
    }

    @Override
    public PartReceipt uploadPart(Upload upload, int partNumber, Content content) {
        gate.write(upload.target());
        return store.uploadPart(upload, partNumber, content);
    }

    @Override
    public PartReceipt copyPart(Upload upload, int partNumber, ObjectVersion source, long offset, long lengthBytes) {
        gate.write(upload.target());
        gate.read(source.location());
        return store.copyPart(upload, partNumber, source, offset, lengthBytes);
    }

    @Override
    public List<PartReceipt> listParts(Upload upload) {
        gate.write(upload.target());
        return store.listParts(upload);
    }

    @Override
    public ObjectVersion complete(Upload upload, List<PartReceipt> parts, Precondition precondition) {
        gate.write(upload.target());
        return store.complete(upload, parts, precondition);
    }

    @Override
    public void abort(Upload upload) {
        gate.write(upload.target());
        store.abort(upload);
    }

    /** Of a key that may be written; those that only begin like it are none of the caller's. */
    @Override
    public List<Upload> listUploads(Location.InBucket prefix) {
        gate.write(prefix);
        return store.listUploads(prefix);
    }

    @Override
    public void delete(Location.InBucket location) {
        gate.write(location);
        store.delete(location);
    }

    @Override
    public void list(Location.InBucket prefix, Consumer<ObjectVersion> visitor) {
        gate.list(prefix);
        store.list(prefix, visitor);
    }
}
