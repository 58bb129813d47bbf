package io.vmloom.queue.kafka;

import io.vmloom.error.FencedException;
import io.vmloom.queue.LogRecord;
import io.vmloom.queue.RecordLog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The log as a compacted topic. Every partition has a producer with a transactional id of its own, so that taking a
 * partition over fences whoever wrote to it before, and ends what it had begun.
 */
final class KafkaRecordLog implements RecordLog {
    private final KafkaSettings settings;
    private final KafkaFailures failures;
    private final Map<Integer, PartitionWriter> writers = new ConcurrentHashMap<>();

    KafkaRecordLog(KafkaSettings settings) {
        this.settings = settings;
        this.failures = new KafkaFailures(settings);
    }

    @Override
    public int partitions() {
        return settings.statePartitions();
    }

    /** Side by side: each waits for the brokers. What was claimed before a failure stays claimed. */
    @Override
    public void claim(Set<Integer> partitions) {
        Map<Integer, Future<PartitionWriter>> opening = new TreeMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            partitions.forEach(partition ->
                    opening.put(partition, threads.submit(() -> PartitionWriter.open(settings, partition))));
        }
        opening.forEach((partition, writer) -> {
            if (writer.state() == Future.State.SUCCESS) {
                leave(Set.of(partition));
                writers.put(partition, writer.resultNow());
            }
        });
        opening.values()
                .forEach(writer -> failures.await(writer, settings.patience(), "topic " + settings.stateTopic()));
    }

    @Override
    public void leave(Set<Integer> partitions) {
        for (int partition : partitions) {
            PartitionWriter writer = writers.remove(partition);
            if (writer != null) {
                writer.leave();
            }
        }
    }

    @Override
    public void append(int partition, List<LogRecord> records) {
        PartitionWriter writer = writers.get(partition);
        if (writer == null) {
            throw new FencedException(PartitionWriter.name(settings, partition), "it is not this coordinator's", null);
        }
        writer.append(records);
    }

    @Override
    public void replay(int partition, Consumer<LogRecord> visitor) {
        TopicPartition source = new TopicPartition(settings.stateTopic(), partition);
        KafkaConsumer<String, byte[]> consumer = consumer();
        try {
            consumer.assign(List.of(source));
            consumer.seekToBeginning(List.of(source));
            long end = end(source);
            for (long position = consumer.position(source); position < end; ) {
                for (ConsumerRecord<String, byte[]> entry :
                        consumer.poll(settings.patience()).records(source)) {
                    visitor.accept(record(entry));
                }
                long reached = consumer.position(source);
                if (reached == position) {
                    throw new TimeoutException("nothing came after offset " + position + " of " + end);
                }
                position = reached;
            }
        } catch (RuntimeException e) {
            throw failures.of("state " + source + " could not be read", e);
        } finally {
            consumer.close(CloseOptions.timeout(settings.patience()));
        }
    }

    @Override
    public void close() {
        writers.values().forEach(PartitionWriter::close);
    }

    /**
     * Behind everything that was written, committed or not: brokers answer a commit before they let consumers of what is
     * committed past it, so the end that such a consumer is told may lie before what was appended.
     */
    private long end(TopicPartition source) {
        try (Admin admin = Admin.create(settings.client())) {
            return failures.await(
                            admin.listOffsets(Map.of(source, OffsetSpec.latest()))
                                    .partitionResult(source),
                            settings.patience(),
                            "the end of state " + source + " could not be asked for")
                    .offset();
        }
    }

    private static LogRecord record(ConsumerRecord<String, byte[]> entry) {
        return entry.value() == null ? LogRecord.forget(entry.key()) : LogRecord.of(entry.key(), entry.value());
    }

    private KafkaConsumer<String, byte[]> consumer() {
        Map<String, Object> properties = new HashMap<>(settings.client());
        properties.put("enable.auto.commit", false);
        properties.put("allow.auto.create.topics", false);
        properties.put("auto.offset.reset", "earliest");
        properties.put("isolation.level", "read_committed");
        try {
            return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
        } catch (RuntimeException e) {
            throw failures.of("topic " + settings.stateTopic() + " could not be opened", e);
        }
    }
}
