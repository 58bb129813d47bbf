package io.vmloom.coordinator.watch;

import io.vmloom.coordinator.watch.GuestShape.Span;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import java.time.Instant;
import java.util.Optional;

/**
 * A task that was given out and is not done.
 *
 * @param span of the guest, or of a target that is read again; empty for what is no part of a disk
 * @param dataBytes that have to be read
 * @param attempt from 1
 * @param issued when it was given out last
 */
record OpenTask(TaskId id, Optional<Span> span, long dataBytes, int attempt, Instant issued) {
    static OpenTask of(Task task, int attempt, Instant issued) {
        return switch (task) {
            case Task.Convert convert ->
                new OpenTask(
                        task.id(),
                        Optional.of(new Span(
                                convert.range().start().bytes(), convert.range().lengthBytes())),
                        convert.range().dataBytes(),
                        attempt,
                        issued);
            case Task.Digest digest ->
                new OpenTask(
                        task.id(),
                        Optional.of(new Span(
                                digest.range().start().bytes(), digest.range().lengthBytes())),
                        digest.range().dataBytes(),
                        attempt,
                        issued);
            case Task.Compose _, Task.Unpack _, Task.Hash _ ->
                new OpenTask(task.id(), Optional.empty(), 0, attempt, issued);
        };
    }
}
