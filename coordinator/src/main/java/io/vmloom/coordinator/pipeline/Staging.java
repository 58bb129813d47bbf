package io.vmloom.coordinator.pipeline;

import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.StagingKeys;
import io.vmloom.store.Upload;
import io.vmloom.task.TaskId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** The keys below {@code .vmloom/<item>-} in the target's bucket, where an item keeps what is not the target yet. */
final class Staging {
    private final ObjectStore store;
    private final Location.InBucket prefix;

    Staging(ObjectStore store, Location.InBucket target, String item) {
        this.store = store;
        this.prefix = StagingKeys.of(target, item, "");
    }

    /** Of one attempt alone, so that a late one never touches what another attempt left. */
    Location.InBucket fragment(TaskId attempt) {
        return key("range-" + attempt.index() + "-" + attempt.generation() + "-" + attempt.attempt());
    }

    /** The name of a segment among the objects of an item. */
    static String segment(int segment) {
        return "segment-" + segment;
    }

    Location.InBucket key(String name) {
        return prefix.withKey(prefix.key() + name);
    }

    /** Removes everything that is there at this moment, but for these. */
    void clearAllBut(Collection<Location> kept) {
        clear(store, prefix, object -> !kept.contains(object));
    }

    static void clear(ObjectStore store, Location.InBucket prefix) {
        clear(store, prefix, _ -> true);
    }

    private static void clear(ObjectStore store, Location.InBucket prefix, Predicate<Location> removed) {
        List<Upload> uploads = store.listUploads(prefix);
        uploads.forEach(store::abort);
        List<ObjectVersion> objects = new ArrayList<>();
        store.list(prefix, objects::add);
        objects.stream()
                .map(ObjectVersion::location)
                .filter(removed)
                .forEach(object -> store.delete((Location.InBucket) object));
    }
}
