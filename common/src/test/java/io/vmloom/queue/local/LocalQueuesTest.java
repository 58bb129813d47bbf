package io.vmloom.queue.local;

import io.vmloom.queue.QueueContract;
import io.vmloom.queue.ResultPublisher;
import io.vmloom.queue.ResultSubscriber;
import io.vmloom.queue.TaskPublisher;
import io.vmloom.queue.TaskSubscriber;
import java.time.Duration;

class LocalQueuesTest extends QueueContract {
    private LocalQueues queues = new LocalQueues();

    @Override
    protected void freshQueues() {
        queues = new LocalQueues();
    }

    @Override
    protected TaskPublisher taskPublisher() {
        return queues.taskPublisher();
    }

    @Override
    protected TaskSubscriber taskSubscriber() {
        return queues.taskSubscriber();
    }

    @Override
    protected ResultPublisher resultPublisher() {
        return queues.resultPublisher();
    }

    @Override
    protected ResultSubscriber resultSubscriber() {
        return queues.resultSubscriber();
    }

    @Override
    protected Duration lock() {
        return Duration.ZERO;
    }
}
