package io.vmloom.coordinator.watch;

import io.vmloom.error.ErrorCode;
import io.vmloom.task.TaskId;
import java.time.Instant;
import java.util.Optional;

/**
 * An attempt at a task that failed.
 *
 * @param attempts how many there are at most
 * @param next when the task is given out again, if it is
 */
public record Trouble(
        Instant at, TaskId task, int attempt, int attempts, ErrorCode code, String message, Optional<Instant> next) {}
