package io.vmloom.task;

import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Upload;
import org.jspecify.annotations.Nullable;

/** Where a worker puts a fragment. */
public sealed interface Placement {
    /**
     * As a part of the target's upload when it is long enough, else as a staging object.
     *
     * @param minDirectBytes fragments from this length on become the part
     * @param staging key for a shorter fragment and for what does not fit into the result message
     * @param zeros an object of zeros, from which a fragment of only zeros is copied server-side
     */
    record Part(
            Upload upload,
            int partNumber,
            long minDirectBytes,
            Location.InBucket staging,
            @Nullable ObjectVersion zeros)
            implements Placement {}

    /** Always as a staging object. */
    record Staged(Location.InBucket staging) implements Placement {}

    /** To the sequencer of a local target that this process has open under this name. */
    record Local(String target) implements Placement {}
}
