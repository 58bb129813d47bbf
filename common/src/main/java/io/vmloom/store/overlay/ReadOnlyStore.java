package io.vmloom.store.overlay;

import io.vmloom.error.InternalException;
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

/** Another store, which nobody may write to: that is a fault. */
public class ReadOnlyStore implements ObjectStore {
    private final ObjectStore store;

    public ReadOnlyStore(ObjectStore store) {
        this.store = store;
    }

    @Override
    public StoreCapabilities capabilities() {
        return store.capabilities();
    }

    @Override
    public Optional<ObjectVersion> head(Location.InBucket location) {
        return store.head(location);
    }

    @Override
    public void read(ObjectVersion version, long offset, ByteBuffer destination) {
        store.read(version, offset, destination);
    }

    @Override
    public List<Upload> listUploads(Location.InBucket prefix) {
        return store.listUploads(prefix);
    }

    @Override
    public void list(Location.InBucket prefix, Consumer<ObjectVersion> visitor) {
        store.list(prefix, visitor);
    }

    @Override
    public List<PartReceipt> listParts(Upload upload) {
        return store.listParts(upload);
    }

    @Override
    public ObjectVersion put(
            Location.InBucket location, Content content, Map<String, String> metadata, Precondition precondition) {
        throw written("put of " + location);
    }

    @Override
    public Upload createUpload(Location.InBucket target, Map<String, String> metadata, ObjectProperties properties) {
        throw written("upload of " + target);
    }

    @Override
    public PartReceipt uploadPart(Upload upload, int partNumber, Content content) {
        throw written("part of " + upload);
    }

    @Override
    public PartReceipt copyPart(Upload upload, int partNumber, ObjectVersion source, long offset, long lengthBytes) {
        throw written("part of " + upload);
    }

    @Override
    public ObjectVersion complete(Upload upload, List<PartReceipt> parts, Precondition precondition) {
        throw written("completion of " + upload);
    }

    @Override
    public void abort(Upload upload) {
        throw written("abortion of " + upload);
    }

    @Override
    public void delete(Location.InBucket location) {
        throw written("deletion of " + location);
    }

    @Override
    public void close() {
        store.close();
    }

    private static InternalException written(String what) {
        return new InternalException("only reading was expected, not a " + what, null);
    }
}
