package io.vmloom.cli.engine;

import io.vmloom.queue.ResultPublisher;
import io.vmloom.queue.ResultSubscriber;
import io.vmloom.queue.TaskPublisher;
import io.vmloom.queue.TaskSubscriber;
import io.vmloom.queue.local.LocalQueues;
import java.util.function.Supplier;

/**
 * How tasks and results travel between coordinator and workers.
 *
 * @param taskSubscriptions makes one for each worker slot
 */
public record Transport(
        TaskPublisher tasks,
        Supplier<TaskSubscriber> taskSubscriptions,
        ResultPublisher results,
        ResultSubscriber resultSubscription) {
    /** Within this process. */
    public static Transport local() {
        LocalQueues queues = new LocalQueues();
        return new Transport(
                queues.taskPublisher(), queues::taskSubscriber, queues.resultPublisher(), queues.resultSubscriber());
    }
}
