package io.vmloom.coordinator.watch;

import io.vmloom.error.ErrorCode;
import io.vmloom.fragment.TaskResult;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import java.time.Instant;
import java.util.Optional;

/** Something that happened to the work of one item. */
public sealed interface WorkEvent {
    /**
     * It is known what there is to do; whatever was done of an earlier plan counts no more.
     *
     * @param frontBytes of the target that stand before its data, at most
     */
    record Planned(GuestShape shape, long frontBytes) implements WorkEvent {}

    /** A task was given out, perhaps once more. */
    record Issued(Task task, int attempt) implements WorkEvent {}

    /** It was done. */
    record Accepted(TaskResult result) implements WorkEvent {}

    /** It was done, as the journal tells, before this coordinator had the item. */
    record Known(TaskResult.Converted result) implements WorkEvent {}

    /**
     * It was not done.
     *
     * @param attempts how many there are at most
     * @param next when it is given out again, if it is
     */
    record Failed(TaskId task, int attempt, int attempts, ErrorCode code, String message, Optional<Instant> next)
            implements WorkEvent {}
}
