package io.vmloom.queue;

import io.vmloom.task.Task;
import io.vmloom.telemetry.TraceContext;

/**
 * A task lent to one worker slot. The loan is prolonged until it is settled, the slot closes, or the process dies; then
 * somebody else gets it. Settling proves nothing to the sender.
 */
public interface Delivery {
    Task task();

    /** Where in a trace the task was published. */
    TraceContext trace();

    /** The task is finished or its failure reported: do not deliver it again. */
    void settle();

    /** Somebody else should do it. */
    void release();
}
