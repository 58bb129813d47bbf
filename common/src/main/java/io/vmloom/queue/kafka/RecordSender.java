package io.vmloom.queue.kafka;

import io.vmloom.error.ConversionException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Puts records into one topic, each acknowledged by all replicas in sync before the call returns. Thread-safe. */
final class RecordSender implements AutoCloseable {
    private static final int LINGER_MS = 1;

    private final KafkaSettings settings;
    private final KafkaFailures failures;
    private final String topic;
    private final KafkaProducer<String, byte[]> producer;

    RecordSender(KafkaSettings settings, String topic) {
        this.settings = settings;
        this.failures = new KafkaFailures(settings);
        this.topic = topic;
        try {
            this.producer =
                    new KafkaProducer<>(properties(settings), new StringSerializer(), new ByteArraySerializer());
        } catch (RuntimeException e) {
            throw failures.of("topic " + topic + " could not be opened", e);
        }
    }

    /** The same without headers. */
    void send(String key, byte[] value, String what) {
        send(key, value, Map.of(), what);
    }

    /** Records of one key stay in order. Throws a {@link ConversionException}; the record may be there all the same. */
    void send(String key, byte[] value, Map<String, String> headers, String what) {
        ProducerRecord<String, byte[]> message = new ProducerRecord<>(topic, key, value);
        headers.forEach((name, text) -> message.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        try {
            // Expires before the wait does, so that a failure says what the brokers were asked for.
            failures.await(
                    producer.send(message), settings.patience().multipliedBy(2).plusSeconds(1), what);
        } catch (RuntimeException e) {
            throw failures.of(what, e);
        }
    }

    @Override
    public void close() {
        producer.close(settings.patience());
    }

    private static Map<String, Object> properties(KafkaSettings settings) {
        Map<String, Object> properties = settings.client();
        properties.put("acks", "all");
        properties.put("enable.idempotence", true);
        properties.put("max.request.size", KafkaTopics.maxMessageBytes());
        // The caller waits for its own record, so that there is little to gain from waiting for more.
        properties.put("linger.ms", LINGER_MS);
        properties.put("max.block.ms", settings.patienceMs());
        properties.put("delivery.timeout.ms", Math.max(settings.patienceMs(), settings.requestTimeoutMs() + LINGER_MS));
        return properties;
    }
}
