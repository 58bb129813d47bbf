package io.vmloom.queue;

import io.vmloom.fragment.TaskResult;
import java.time.Duration;
import java.util.List;

/** Where the coordinator hears of results; not thread-safe. */
public interface ResultSubscriber extends AutoCloseable {
    /** Results that came since, in order per item, possibly more than once; empty when none came within
     * the timeout or sooner. */
    List<TaskResult> poll(Duration timeout);

    @Override
    void close();
}
