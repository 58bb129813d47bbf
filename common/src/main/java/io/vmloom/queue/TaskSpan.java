package io.vmloom.queue;

import io.vmloom.task.TaskId;
import java.time.Instant;

/**
 * The time that a worker's slot gives, or gave, to a task.
 *
 * @param tenant on whose behalf
 * @param slot from 0
 * @param tookMillis so far, for one that runs
 */
public record TaskSpan(TaskId task, String tenant, int slot, Instant begun, long tookMillis, State state) {
    /** How a task goes. Names travel on the wire; never rename one. */
    public enum State {
        RUNNING,
        DONE,
        FAILED
    }

    public Instant ended() {
        return begun.plusMillis(tookMillis);
    }
}
