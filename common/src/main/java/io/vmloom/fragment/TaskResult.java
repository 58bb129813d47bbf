package io.vmloom.fragment;

import io.vmloom.digest.Subtree;
import io.vmloom.error.ErrorCode;
import io.vmloom.extent.Losses;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.PartReceipt;
import io.vmloom.task.TaskId;
import java.util.List;

/** What a worker reports of one attempt. */
public sealed interface TaskResult {
    TaskId id();

    /** @param losses units that the source did not give, where that is allowed */
    record Converted(
            TaskId id,
            long fragmentBytes,
            StoredFragment stored,
            IndexRef index,
            List<Subtree> digest,
            WorkStats stats,
            Losses losses)
            implements TaskResult {
        public Converted {
            digest = List.copyOf(digest);
        }

        /** Of a range without losses. */
        public Converted(
                TaskId id,
                long fragmentBytes,
                StoredFragment stored,
                IndexRef index,
                List<Subtree> digest,
                WorkStats stats) {
            this(id, fragmentBytes, stored, index, digest, stats, Losses.NONE);
        }

        /** The same for whoever counts losses elsewhere. */
        public Converted withoutLosses() {
            return new Converted(id, fragmentBytes, stored, index, digest, stats);
        }
    }

    record ComposedPart(TaskId id, PartReceipt part) implements TaskResult {}

    /** What a composition of a whole object, or an unpacked file, became. */
    record ComposedObject(TaskId id, ObjectVersion object) implements TaskResult {}

    record Digested(TaskId id, List<Subtree> digest, WorkStats stats) implements TaskResult {
        public Digested {
            digest = List.copyOf(digest);
        }
    }

    /** @param sha256 in hexadecimal */
    record Hashed(TaskId id, String sha256, WorkStats stats) implements TaskResult {}

    /** The attempt failed; {@code retryable} says whether another may succeed. */
    record Failed(TaskId id, ErrorCode code, String message, boolean retryable) implements TaskResult {}
}
