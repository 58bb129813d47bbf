package io.vmloom.loadtest.scale;

import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/** Removes targets soon after they are complete, as there are more of them than memory holds. Thread-safe. */
final class Forgetting implements Consumer<Location.InBucket> {
    /**
     * More than become complete while a dead coordinator's work rests: whoever takes over looks for those that were being
     * completed, and verifies them.
     */
    private static final int REMEMBERED = 1024;

    private final ObjectStore store;
    private final Queue<Location.InBucket> completed = new ArrayDeque<>();

    Forgetting(ObjectStore store) {
        this.store = store;
    }

    @Override
    public synchronized void accept(Location.InBucket target) {
        completed.add(target);
        if (completed.size() > REMEMBERED) {
            store.delete(completed.remove());
        }
    }
}
