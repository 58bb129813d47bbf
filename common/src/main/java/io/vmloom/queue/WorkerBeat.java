package io.vmloom.queue;

import java.time.Instant;
import java.util.List;

/**
 * What a worker tells of itself now and then: only for those who watch, nothing depends on it.
 *
 * @param worker its name, unique among all that run
 * @param slots tasks that it does at once
 * @param at by the worker's clock
 * @param spans of the tasks that run, and of those that ended since the last beat
 * @param last whether it stops, and tells no more
 */
public record WorkerBeat(String worker, int slots, Instant at, List<TaskSpan> spans, boolean last) {
    public WorkerBeat {
        spans = List.copyOf(spans);
    }
}
