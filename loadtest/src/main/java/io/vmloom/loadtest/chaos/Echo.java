package io.vmloom.loadtest.chaos;

import io.vmloom.loadtest.launch.Member;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Hears every task and every result, and says some of them again. Thread-safe. */
final class Echo implements AutoCloseable {
    private static final List<String> TOPICS = List.of("tasks.v1.default.0", "results.v1");
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    /** Of each topic. */
    private static final int REMEMBERED = 64;

    private final List<Deque<ConsumerRecord<byte[], byte[]>>> heard = TOPICS.stream()
            .<Deque<ConsumerRecord<byte[], byte[]>>>map(_ -> new ArrayDeque<>())
            .toList();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread listener;
    private long repeated;

    Echo(String brokers) {
        Map<String, Object> settings = Map.of("bootstrap.servers", brokers, "auto.offset.reset", "earliest");
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        consumer.assign(TOPICS.stream().flatMap(this::partitions).toList());
        listener = Thread.ofPlatform().daemon().name("echo").start(this::listen);
    }

    private Stream<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic).stream().map(info -> new TopicPartition(topic, info.partition()));
    }

    private void listen() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                consumer.poll(POLL).forEach(this::remember);
            } catch (KafkaException e) {
                Member.pause(POLL); // interrupted, or a broker that is not there
            }
        }
    }

    private synchronized void remember(ConsumerRecord<byte[], byte[]> message) {
        Deque<ConsumerRecord<byte[], byte[]>> latest = heard.get(TOPICS.indexOf(message.topic()));
        latest.addLast(message);
        if (latest.size() > REMEMBERED) {
            latest.removeFirst();
        }
    }

    /** The latest of each topic, to be said again at some time. */
    synchronized List<ConsumerRecord<byte[], byte[]>> latest(int number) {
        return heard.stream()
                .flatMap(messages -> messages.stream().skip(Math.max(0, messages.size() - number)))
                .toList();
    }

    synchronized void repeat(List<ConsumerRecord<byte[], byte[]>> messages) {
        messages.forEach(message -> producer.send(new ProducerRecord<>(
                message.topic(), message.partition(), message.key(), message.value(), message.headers())));
        repeated += messages.size();
    }

    synchronized long repeated() {
        return repeated;
    }

    @Override
    public void close() {
        listener.interrupt();
        producer.close(CLOSING);
    }
}
