package io.vmloom.coordinator.watch;

import io.vmloom.coordinator.watch.GuestShape.Span;
import io.vmloom.task.TaskId;
import java.util.Optional;

/**
 * A task that is out, at one moment.
 *
 * @param attempt from 1
 * @param worker that has it, if one is known to
 * @param seconds since that worker began, or else since it was given out
 * @param slow whether it takes far longer than others did
 */
public record TaskView(
        TaskId id,
        Optional<Span> span,
        long dataBytes,
        int attempt,
        Optional<String> worker,
        double seconds,
        boolean slow) {}
