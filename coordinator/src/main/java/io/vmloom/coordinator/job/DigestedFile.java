package io.vmloom.coordinator.job;

import io.vmloom.store.Location;

/**
 * A file that an item makes, and that another one digests.
 *
 * @param name as the list of digests calls it
 * @param item that makes it
 * @param target of that item
 */
public record DigestedFile(String name, String item, Location target) {
    /** The same in a batch of this id, where so far items are known by their numbers only. */
    public DigestedFile inBatch(String id) {
        return new DigestedFile(name, id + "-" + item, target);
    }
}
