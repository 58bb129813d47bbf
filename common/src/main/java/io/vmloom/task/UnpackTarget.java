package io.vmloom.task;

import io.vmloom.store.Location;
import java.util.Map;

/** Where what was in a compressed file comes to lie. */
public sealed interface UnpackTarget {
    /** A staging object; every attempt gives equal bytes. */
    record Staged(Location.InBucket object, Map<String, String> metadata) implements UnpackTarget {
        public Staged {
            metadata = Map.copyOf(metadata);
        }
    }

    /** A hidden file that this process has open under this name. */
    record Local(String name) implements UnpackTarget {}
}
