package io.vmloom.queue.kafka;

import io.vmloom.fragment.TaskResult;
import io.vmloom.queue.ResultSubscriber;
import io.vmloom.wire.ResultWire;
import io.vmloom.wire.WireException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads every result that was published after it was made, without a group: whoever waits for results reads all. */
final class KafkaResultSubscriber implements ResultSubscriber {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaResultSubscriber.class);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final KafkaSettings settings;
    private final KafkaFailures failures;
    private final KafkaConsumer<byte[], byte[]> consumer;

    KafkaResultSubscriber(KafkaSettings settings) {
        this.settings = settings;
        this.failures = new KafkaFailures(settings);
        this.consumer = PlainConsumer.open(settings, settings.resultTopic(), "earliest");
        try {
            startHere();
        } catch (RuntimeException e) {
            close();
            throw failures.of("the end of topic " + settings.resultTopic() + " could not be found", e);
        }
    }

    @Override
    public List<TaskResult> poll(Duration timeout) {
        List<TaskResult> results = new ArrayList<>();
        try {
            consumer.poll(timeout).forEach(message -> read(message, results));
        } catch (RuntimeException e) {
            throw failures.of("results could not be read", e);
        }
        return results;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(settings.patience()));
    }

    /** Asks for the offsets now: were it left to the first poll, results published before that would be skipped. */
    private void startHere() {
        List<TopicPartition> partitions = partitions();
        consumer.assign(partitions);
        consumer.endOffsets(partitions).forEach(consumer::seek);
    }

    /** A broker may not know yet of a topic that was made a moment ago; no partition at all would be read then. */
    private List<TopicPartition> partitions() {
        long deadlineNanos = System.nanoTime() + settings.patience().toNanos();
        while (true) {
            List<TopicPartition> partitions = consumer.partitionsFor(settings.resultTopic()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            if (!partitions.isEmpty()) {
                return partitions;
            }
            if (System.nanoTime() > deadlineNanos) {
                throw new TimeoutException("it has no partitions");
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    /** A result that can not be read is one that never came: its task's deadline passes, and it is given out again. */
    private static void read(ConsumerRecord<byte[], byte[]> message, List<TaskResult> results) {
        try {
            results.add(ResultWire.decode(message.value()));
        } catch (WireException e) {
            LOG.atError()
                    .addKeyValue("partition", message.partition())
                    .addKeyValue("offset", message.offset())
                    .addKeyValue("task", e.id().map(Object::toString).orElse("unknown"))
                    .addKeyValue("reason", e.getMessage())
                    .log("a result could not be read");
        }
    }
}
