package io.vmloom.queue.kafka;

import io.vmloom.queue.LiveSlots;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ShareGroupDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the brokers now and then who is in the share groups: each slot of a worker is a member of its own. */
final class KafkaLiveSlots implements LiveSlots {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaLiveSlots.class);
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final List<TaskQueue> queues;
    private final Admin admin;
    private final Thread thread;
    private final Map<TaskQueue, Integer> counts = new ConcurrentHashMap<>();

    KafkaLiveSlots(KafkaSettings settings) {
        queues = settings.taskQueues();
        admin = Admin.create(settings.client());
        thread = Thread.ofVirtual().name("live-slots").start(this::watch);
    }

    @Override
    public int count() {
        return queues.stream().mapToInt(this::count).sum();
    }

    /** Of those that serve this queue. */
    int count(TaskQueue queue) {
        return counts.getOrDefault(queue, 0);
    }

    @Override
    public void close() {
        thread.interrupt();
        admin.close(Duration.ZERO);
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                ask();
                Thread.sleep(PERIOD);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() throws InterruptedException {
        Map<String, KafkaFuture<ShareGroupDescription>> described = admin.describeShareGroups(
                        queues.stream().map(TaskQueue::group).toList())
                .describedGroups();
        for (TaskQueue queue : queues) {
            KafkaFuture<ShareGroupDescription> group = described.get(queue.group());
            if (group != null) {
                learn(queue, group);
            }
        }
    }

    /** What was known stays when the brokers do not answer. */
    private void learn(TaskQueue queue, KafkaFuture<ShareGroupDescription> group) throws InterruptedException {
        try {
            counts.put(queue, group.get().members().size());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                counts.put(queue, 0);
            } else {
                LOG.atDebug().setCause(e).log("members of the share group could not be asked for");
            }
        }
    }
}
