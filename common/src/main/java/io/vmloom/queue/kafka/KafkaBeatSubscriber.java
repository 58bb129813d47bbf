package io.vmloom.queue.kafka;

import io.vmloom.queue.BeatSubscriber;
import io.vmloom.queue.WorkerBeat;
import io.vmloom.wire.BeatWire;
import io.vmloom.wire.WireException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the workers' topic without a group: every coordinator reads all of it, from some minutes ago on. */
final class KafkaBeatSubscriber implements BeatSubscriber {
    /** So that one that was started anew shows what came before. */
    private static final Duration LOOK_BACK = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(KafkaBeatSubscriber.class);

    private final KafkaSettings settings;
    private final KafkaFailures failures;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private boolean placed;

    KafkaBeatSubscriber(KafkaSettings settings) {
        this.settings = settings;
        this.failures = new KafkaFailures(settings);
        this.consumer = PlainConsumer.open(settings, settings.workersTopic(), "latest");
    }

    @Override
    public List<WorkerBeat> poll(Duration timeout) {
        List<WorkerBeat> beats = new ArrayList<>();
        try {
            place();
            consumer.poll(timeout).forEach(message -> read(message, beats));
        } catch (RuntimeException e) {
            throw failures.of("what workers do could not be read", e);
        }
        return beats;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }

    private void place() {
        if (placed) {
            return;
        }
        TopicPartition topic = new TopicPartition(settings.workersTopic(), 0);
        consumer.assign(List.of(topic));
        OffsetAndTimestamp from = consumer.offsetsForTimes(
                        Map.of(topic, Instant.now().minus(LOOK_BACK).toEpochMilli()))
                .get(topic);
        if (from == null) {
            consumer.seekToEnd(List.of(topic));
        } else {
            consumer.seek(topic, from.offset());
        }
        placed = true;
    }

    private static void read(ConsumerRecord<byte[], byte[]> message, List<WorkerBeat> beats) {
        try {
            beats.add(BeatWire.decode(message.value()));
        } catch (WireException e) {
            LOG.atDebug()
                    .addKeyValue("offset", message.offset())
                    .addKeyValue("reason", e.getMessage())
                    .log("a worker's beat could not be read");
        }
    }
}
