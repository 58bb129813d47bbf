package io.vmloom.fragment;

import io.vmloom.digest.Subtree;
import io.vmloom.error.ErrorCode;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.PartReceipt;
import io.vmloom.task.TaskId;
import java.util.List;

/** What a worker reports of one attempt. */
public sealed interface TaskResult {
    TaskId id();

    record Converted(
            TaskId id, long fragmentBytes, StoredFragment stored, IndexRef index, List<Subtree> digest, WorkStats stats)
            implements TaskResult {
        public Converted {
            digest = List.copyOf(digest);
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

    /** The attempt failed; {@code retryable} says whether another may succeed. */
    record Failed(TaskId id, ErrorCode code, String message, boolean retryable) implements TaskResult {}
}
