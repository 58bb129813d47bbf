package io.vmloom.task;

import io.vmloom.store.Location;
import io.vmloom.store.Precondition;
import io.vmloom.store.Upload;
import java.util.Map;

/** What a composition becomes. */
public sealed interface ComposeTarget {
    record Part(Upload upload, int partNumber) implements ComposeTarget {}

    /** The whole object at once; the metadata carries the token by which a lost answer is recognised. */
    record WholeObject(Location.InBucket location, Map<String, String> metadata, Precondition precondition)
            implements ComposeTarget {
        public WholeObject {
            metadata = Map.copyOf(metadata);
        }
    }
}
