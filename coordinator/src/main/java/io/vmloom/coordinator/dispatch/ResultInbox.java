package io.vmloom.coordinator.dispatch;

import io.vmloom.fragment.TaskResult;
import java.time.Duration;
import java.util.List;

/** The results of one item, as they come: late, doubled and out of order. */
@FunctionalInterface
public interface ResultInbox {
    /** Waits for the next results; empty when none came in time. */
    List<TaskResult> poll(Duration timeout);
}
