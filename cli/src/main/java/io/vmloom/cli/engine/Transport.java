package io.vmloom.cli.engine;

import io.vmloom.queue.ResultPublisher;
import io.vmloom.queue.ResultSubscriber;
import io.vmloom.queue.TaskPublisher;
import io.vmloom.queue.TaskSubscriber;
import io.vmloom.queue.kafka.KafkaQueues;
import io.vmloom.queue.kafka.KafkaSettings;
import io.vmloom.queue.local.LocalQueues;
import io.vmloom.store.Stores;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * How tasks and results travel between coordinator and workers. Closing it closes the publishers; subscriptions belong
 * to those who read them.
 *
 * @param taskSubscriptions makes one for each worker slot
 */
public record Transport(
        TaskPublisher tasks,
        Supplier<TaskSubscriber> taskSubscriptions,
        ResultPublisher results,
        ResultSubscriber resultSubscription)
        implements AutoCloseable {
    /** Within this process. */
    public static Transport local() {
        LocalQueues queues = new LocalQueues();
        return new Transport(
                queues.taskPublisher(), queues::taskSubscriber, queues.resultPublisher(), queues.resultSubscriber());
    }

    /**
     * By Kafka; makes the topics when they are not there.
     *
     * @param stores where tasks go that are too long for a message; not closed here
     */
    public static Transport kafka(KafkaSettings settings, Stores stores) {
        KafkaQueues queues = KafkaQueues.open(settings, stores);
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            ResultSubscriber resultSubscription = kept(queues.resultSubscriber(), opened);
            ResultPublisher results = kept(queues.resultPublisher(), opened);
            TaskPublisher tasks = kept(queues.taskPublisher(), opened);
            return new Transport(tasks, () -> queues.taskSubscriber(results), results, resultSubscription);
        } catch (RuntimeException e) {
            opened.forEach(client -> close(client, e));
            throw e;
        }
    }

    private static <T extends AutoCloseable> T kept(T client, Deque<AutoCloseable> opened) {
        opened.push(client);
        return client;
    }

    private static void close(AutoCloseable client, RuntimeException because) {
        try {
            client.close();
        } catch (Exception e) {
            because.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        tasks.close();
        results.close();
    }
}
