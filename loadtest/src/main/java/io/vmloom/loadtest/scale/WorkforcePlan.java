package io.vmloom.loadtest.scale;

import io.vmloom.error.RequestException;
import java.time.Duration;

/**
 * Who is there to do what there is to do.
 *
 * @param slots that take tasks as real workers do; 0 for one member of each queue's share group that takes many at once
 * @param atOnce how many that one takes at once
 * @param queues that tasks are spread over
 * @param taskTime for which each task keeps its slot
 */
record WorkforcePlan(int slots, int atOnce, int queues, Duration taskTime) {
    WorkforcePlan {
        if (slots < 0 || atOnce < 1 || queues < 1 || taskTime.isNegative()) {
            throw new RequestException(
                    "--at-once and --queues must be at least 1, --slots and --task-millis at least 0");
        }
    }
}
