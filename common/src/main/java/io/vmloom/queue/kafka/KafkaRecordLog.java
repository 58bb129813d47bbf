package io.vmloom.queue.kafka;

import io.vmloom.error.ConversionException;
import io.vmloom.queue.LogRecord;
import io.vmloom.queue.RecordLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The log as a compacted topic. Every partition has a producer with a transactional id of its own, so that taking a
 * partition over fences whoever wrote to it before, and ends what it had begun.
 */
final class KafkaRecordLog implements RecordLog {
    private final KafkaSettings settings;
    private final KafkaFailures failures;
    private final List<PartitionWriter> writers;

    private KafkaRecordLog(KafkaSettings settings, List<PartitionWriter> writers) {
        this.settings = settings;
        this.failures = new KafkaFailures(settings);
        this.writers = writers;
    }

    /** Takes all partitions over, side by side: each waits for the brokers. */
    static RecordLog open(KafkaSettings settings) {
        List<Future<PartitionWriter>> opening;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            opening = IntStream.range(0, settings.statePartitions())
                    .mapToObj(partition -> threads.submit(() -> PartitionWriter.open(settings, partition)))
                    .toList();
        }
        List<PartitionWriter> writers = new ArrayList<>();
        KafkaFailures failures = new KafkaFailures(settings);
        try {
            for (Future<PartitionWriter> writer : opening) {
                writers.add(failures.await(writer, settings.patience(), "topic " + settings.stateTopic()));
            }
            return new KafkaRecordLog(settings, List.copyOf(writers));
        } catch (ConversionException e) {
            opening.stream()
                    .filter(writer -> writer.state() == Future.State.SUCCESS)
                    .forEach(writer -> writer.resultNow().close());
            throw e;
        }
    }

    @Override
    public int partitions() {
        return writers.size();
    }

    @Override
    public void append(int partition, List<LogRecord> records) {
        writers.get(partition).append(records);
    }

    @Override
    public void replay(int partition, Consumer<LogRecord> visitor) {
        TopicPartition source = new TopicPartition(settings.stateTopic(), partition);
        KafkaConsumer<String, byte[]> consumer = consumer();
        try {
            consumer.assign(List.of(source));
            long end = consumer.endOffsets(List.of(source)).getOrDefault(source, 0L);
            consumer.seekToBeginning(List.of(source));
            while (consumer.position(source) < end) {
                for (ConsumerRecord<String, byte[]> entry :
                        consumer.poll(settings.patience()).records(source)) {
                    visitor.accept(record(entry));
                }
            }
        } catch (RuntimeException e) {
            throw failures.of("state " + source + " could not be read", e);
        } finally {
            consumer.close(CloseOptions.timeout(settings.patience()));
        }
    }

    @Override
    public void close() {
        writers.forEach(PartitionWriter::close);
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
