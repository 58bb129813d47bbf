package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.state.StateRecord;
import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.FencedException;
import io.vmloom.error.InternalException;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectProperties;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.PartReceipt;
import io.vmloom.store.Precondition;
import io.vmloom.store.Upload;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * The multipart upload of one object, created when it is first needed. A token in the object's metadata tells it from
 * every other one under the same key, so that a completion whose answer was lost is recognised.
 *
 * @see Leftovers for its end
 */
final class FragmentUpload {
    /** Metadata key of the item that made an object. */
    static final String TOKEN = "vmloom-item";

    /**
     * For how long a store may be away when an upload is created. Stores wait by themselves in all other calls, but can not
     * repeat this one, of which nobody knows whether it took effect.
     */
    private static final Duration ABSENCE = Duration.ofMinutes(2);

    private final ItemContext item;
    private final ObjectStore store;
    private final String name;
    private final Location.InBucket key;
    private final Map<String, String> metadata;
    private final Precondition precondition;
    private final ObjectProperties properties;

    /**
     * @param name of the object among those of the item
     * @param recipe what else the object's metadata says of how it was made
     */
    FragmentUpload(
            ItemContext item,
            ObjectStore store,
            String name,
            Location.InBucket key,
            Map<String, String> recipe,
            Precondition precondition,
            ObjectProperties properties) {
        this.item = item;
        this.store = store;
        this.name = name;
        this.key = key;
        Map<String, String> marked = new HashMap<>(recipe);
        marked.put(TOKEN, item.request().id());
        this.metadata = Map.copyOf(marked);
        this.precondition = precondition;
        this.properties = properties;
    }

    ObjectStore store() {
        return store;
    }

    Location.InBucket key() {
        return key;
    }

    Precondition precondition() {
        return precondition;
    }

    Upload get() {
        return item.journal()
                .upload(name)
                .flatMap(StateRecord.UploadBegun::upload)
                .orElseGet(this::create);
    }

    /** What is about to become the object; what it became already, when this was said before and came true. */
    Optional<ObjectVersion> completing(String partsHash) {
        Optional<ObjectVersion> complete = completed(partsHash);
        if (complete.isEmpty()) {
            StateRecord.Completing intent =
                    new StateRecord.Completing(item.request().id(), name, key, partsHash);
            item.retries().run(() -> item.journal().completing(intent));
        }
        return complete;
    }

    /** The object, if its completion was begun and came true, perhaps only now. */
    Optional<ObjectVersion> completed(String partsHash) {
        return item.journal().completing(name).flatMap(before -> {
            Optional<ObjectVersion> complete = ours();
            if (complete.isPresent() && !before.partsHash().equals(partsHash)) {
                throw new InternalException(
                        key + " was completed of the parts " + before.partsHash() + ", not of " + partsHash, null);
            }
            return complete;
        });
    }

    /** The object, if it is there and made by this very item. */
    Optional<ObjectVersion> ours() {
        return item.retries()
                .call(() -> store.head(key))
                .filter(found -> found.metadata().entrySet().containsAll(metadata.entrySet()));
    }

    /** The object of these parts; empty when the store could not complete it, and may on another try. */
    Optional<ObjectVersion> complete(List<PartReceipt> parts) {
        try {
            return Optional.of(store.complete(get(), parts, precondition));
        } catch (ConversionException e) {
            Optional<ObjectVersion> done = ours();
            if (done.isEmpty() && e.code() != ErrorCode.STORE_UNAVAILABLE) {
                throw e;
            }
            return done;
        }
    }

    private Upload create() {
        Optional<StateRecord.UploadBegun> before = item.journal().upload(name);
        StateRecord.UploadBegun intent = before.orElseGet(this::intent);
        AtomicInteger calls = new AtomicInteger();
        Upload created = item.retries().outlasting(ABSENCE, () -> {
            calls.incrementAndGet();
            return store.createUpload(key, metadata, properties);
        });
        // Of a call that failed, the answer may be all that got lost.
        boolean strays = before.isPresent() || calls.get() > 1;
        StateRecord.UploadBegun begun = new StateRecord.UploadBegun(
                intent.item(), name, key, intent.foreign(), Optional.of(created.uploadId()), strays);
        try {
            item.retries().run(() -> item.journal().upload(begun));
        } catch (FencedException e) {
            abortUnknown(created, e);
            throw e;
        }
        return created;
    }

    /** Whoever took over has perhaps ended the item already, and will never hear of this upload. */
    private void abortUnknown(Upload created, FencedException fenced) {
        try {
            store.abort(created);
        } catch (ConversionException e) {
            fenced.addSuppressed(e);
        }
    }

    private StateRecord.UploadBegun intent() {
        Set<String> foreign = item.retries().call(() -> store.listUploads(key)).stream()
                .filter(found -> found.target().equals(key))
                .map(Upload::uploadId)
                .collect(Collectors.toSet());
        StateRecord.UploadBegun intent =
                new StateRecord.UploadBegun(item.request().id(), name, key, foreign, Optional.empty(), false);
        item.retries().run(() -> item.journal().upload(intent));
        return intent;
    }
}
