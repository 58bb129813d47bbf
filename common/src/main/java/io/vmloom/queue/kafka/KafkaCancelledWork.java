package io.vmloom.queue.kafka;

import io.vmloom.queue.CancelledWork;
import io.vmloom.task.TaskId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the control topic from its beginning on a thread of its own, and remembers what is cancelled for as long as
 * there may be tasks of it.
 */
final class KafkaCancelledWork implements CancelledWork {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaCancelledWork.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaSettings settings;
    private final KafkaFailures failures;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, Instant> cancelled = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean open = true;

    /** Returns when all that was cancelled before is known. */
    KafkaCancelledWork(KafkaSettings settings) {
        this.settings = settings;
        this.failures = new KafkaFailures(settings);
        this.consumer = PlainConsumer.open(settings, settings.controlTopic(), "earliest");
        try {
            catchUp();
        } catch (RuntimeException e) {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            throw failures.of("topic " + settings.controlTopic() + " could not be read", e);
        }
        this.thread = Thread.ofVirtual().name("cancellations").start(this::listen);
    }

    @Override
    public boolean contains(TaskId task) {
        if (cancelled.isEmpty()) {
            return false; // asked for every extent
        }
        int dash = task.item().lastIndexOf('-');
        return dash > 0 && cancelled.containsKey(task.item().substring(0, dash));
    }

    @Override
    public void close() {
        open = false;
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void catchUp() {
        List<TopicPartition> topic = List.of(new TopicPartition(settings.controlTopic(), 0));
        consumer.assign(topic);
        consumer.seekToBeginning(topic);
        long end = consumer.endOffsets(topic).getOrDefault(topic.getFirst(), 0L);
        while (consumer.position(topic.getFirst()) < end) {
            take();
        }
    }

    private void listen() {
        try (consumer) {
            while (open) {
                try {
                    take();
                } catch (RuntimeException e) {
                    if (open) {
                        LOG.atWarn()
                                .setCause(failures.of("cancellations could not be read", e))
                                .log("trying again");
                        LockSupport.parkNanos(POLL.toNanos()); // what fails at once would fill the log
                    }
                }
            }
        }
    }

    private void take() {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
            if (message.key() != null) {
                take(
                        new String(message.key(), StandardCharsets.UTF_8),
                        message.value(),
                        Instant.ofEpochMilli(message.timestamp()));
            }
        }
        Instant oldest = Instant.now().minus(settings.retention());
        cancelled.values().removeIf(at -> at.isBefore(oldest));
    }

    private void take(String batch, byte[] word, Instant at) {
        if (Arrays.equals(word, KafkaCancelPublisher.CANCEL)) {
            cancelled.put(batch, at);
        } else if (Arrays.equals(word, KafkaCancelPublisher.REVOKE)) {
            cancelled.remove(batch);
        }
    }
}
