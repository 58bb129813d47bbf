package io.vmloom.queue.kafka;

import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Makes consumers without a group, for those who read all of a topic and say themselves from where. */
final class PlainConsumer {
    private PlainConsumer() {}

    /**
     * @param topic that failures name; nothing is assigned yet
     * @param otherwise {@code earliest} or {@code latest}, where what was to be read next is there no more
     */
    static KafkaConsumer<byte[], byte[]> open(KafkaSettings settings, String topic, String otherwise) {
        Map<String, Object> properties = settings.client();
        properties.put("enable.auto.commit", false);
        properties.put("allow.auto.create.topics", false);
        properties.put("auto.offset.reset", otherwise);
        try {
            return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (RuntimeException e) {
            throw new KafkaFailures(settings).of("topic " + topic + " could not be opened", e);
        }
    }
}
