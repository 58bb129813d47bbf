package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.dispatch.Retries;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.Precondition;
import io.vmloom.store.Upload;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The multipart upload of one object, created when it is first needed, and what has to be known to take it back.
 *
 * @see Staging for everything else an item leaves in a bucket
 */
final class FragmentUpload {
    private final ObjectStore store;
    private final Retries retries;
    private final Location.InBucket key;
    private final Map<String, String> metadata;
    private final Precondition precondition;
    private final Set<Upload> foreign = new HashSet<>();
    private Optional<Upload> upload = Optional.empty();
    private boolean uncertain;

    FragmentUpload(
            ObjectStore store,
            Retries retries,
            Location.InBucket key,
            Map<String, String> metadata,
            Precondition precondition) {
        this.store = store;
        this.retries = retries;
        this.key = key;
        this.metadata = Map.copyOf(metadata);
        this.precondition = precondition;
    }

    ObjectStore store() {
        return store;
    }

    Location.InBucket key() {
        return key;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    Precondition precondition() {
        return precondition;
    }

    Upload get() {
        if (upload.isEmpty()) {
            foreign.addAll(retries.call(this::underKey));
            upload = Optional.of(retries.call(this::create));
        }
        return upload.orElseThrow();
    }

    /** Drops the upload; nothing happens when it is completed, or was never created. */
    void abort(Retries cleaning) {
        List<Upload> ours = new ArrayList<>(upload.stream().toList());
        if (uncertain) {
            // An answer got lost, so there may be an upload that nobody knows by its id.
            cleaning.call(this::underKey).stream()
                    .filter(found -> !foreign.contains(found))
                    .forEach(ours::add);
        }
        ours.forEach(found -> cleaning.run(() -> store.abort(found)));
        upload = Optional.empty();
    }

    private Upload create() {
        try {
            return store.createUpload(key, metadata);
        } catch (RuntimeException e) {
            uncertain = true;
            throw e;
        }
    }

    private List<Upload> underKey() {
        return store.listUploads(key).stream()
                .filter(found -> found.target().equals(key))
                .toList();
    }
}
