package io.vmloom.queue.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * How to reach the brokers, and what the topics are. Immutable; the {@code with} methods answer changed copies.
 *
 * @param bootstrapServers {@code host:port}, separated by commas
 * @param prefix put in front of the names of topics and group, so that several installations can use one cluster; may
 *     be empty
 * @param queueCount queues that tasks are spread over
 * @param replicas of each topic that is made here; -1 leaves it to the brokers
 * @param retention how long tasks and results are kept; longer than any task takes
 * @param taskLock for how long a worker that has gone silent keeps its task; it is renewed three times as often
 * @param patience how long a call waits for the brokers before it fails
 * @param clientProperties anything else for every client, such as {@code security.protocol}
 */
public record KafkaSettings(
        String bootstrapServers,
        String prefix,
        int queueCount,
        int resultPartitions,
        int replicas,
        Duration retention,
        Duration taskLock,
        Duration patience,
        Map<String, String> clientProperties) {
    /** What both a topic and a share group may be called; Kafka's own limit of 249 leaves room for the rest. */
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{0,150}");

    private static final int BROKERS_CHOICE = -1;

    private static final int STATE_PARTITIONS = 64;

    public KafkaSettings {
        clientProperties = Map.copyOf(clientProperties);
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("bootstrap servers must name a broker, got: '" + bootstrapServers + "'");
        }
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "prefix must have letters, digits, dots, dashes and underscores only, got: '" + prefix + "'");
        }
        if (queueCount < 1 || resultPartitions < 1 || (replicas < 1 && replicas != BROKERS_CHOICE)) {
            throw new IllegalArgumentException("queues, partitions and replicas must be at least 1, got: " + queueCount
                    + " queues, " + resultPartitions
                    + " partitions, " + replicas + " replicas");
        }
        for (Duration duration : List.of(retention, taskLock, patience)) {
            if (duration.toMillis() < 1) {
                throw new IllegalArgumentException("durations must be positive, got: retention " + retention
                        + ", task lock " + taskLock + ", patience " + patience);
            }
        }
    }

    /** The usual topics at these brokers. */
    public static KafkaSettings at(String bootstrapServers) {
        return new KafkaSettings(
                bootstrapServers,
                "",
                1,
                64,
                BROKERS_CHOICE,
                Duration.ofDays(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Map.of());
    }

    public KafkaSettings withPrefix(String newPrefix) {
        return new KafkaSettings(
                bootstrapServers,
                newPrefix,
                queueCount,
                resultPartitions,
                replicas,
                retention,
                taskLock,
                patience,
                clientProperties);
    }

    /** All processes need the same number while tasks are given out; see docs/operations/size.md for how to change it. */
    public KafkaSettings withQueueCount(int newQueueCount) {
        return new KafkaSettings(
                bootstrapServers,
                prefix,
                newQueueCount,
                resultPartitions,
                replicas,
                retention,
                taskLock,
                patience,
                clientProperties);
    }

    /** Only counts where the topic is made here. */
    public KafkaSettings withResultPartitions(int newResultPartitions) {
        return new KafkaSettings(
                bootstrapServers,
                prefix,
                queueCount,
                newResultPartitions,
                replicas,
                retention,
                taskLock,
                patience,
                clientProperties);
    }

    /** Brokers take 15 to 60 seconds unless they are configured otherwise. */
    public KafkaSettings withTaskLock(Duration newTaskLock) {
        return new KafkaSettings(
                bootstrapServers,
                prefix,
                queueCount,
                resultPartitions,
                replicas,
                retention,
                newTaskLock,
                patience,
                clientProperties);
    }

    public KafkaSettings withPatience(Duration newPatience) {
        return new KafkaSettings(
                bootstrapServers,
                prefix,
                queueCount,
                resultPartitions,
                replicas,
                retention,
                taskLock,
                newPatience,
                clientProperties);
    }

    public KafkaSettings withClientProperties(Map<String, String> newClientProperties) {
        return new KafkaSettings(
                bootstrapServers,
                prefix,
                queueCount,
                resultPartitions,
                replicas,
                retention,
                taskLock,
                patience,
                newClientProperties);
    }

    /** In an order that never changes. */
    public List<TaskQueue> taskQueues() {
        return IntStream.range(0, queueCount)
                .mapToObj(number ->
                        new TaskQueue(prefix + "tasks.v1.default." + number, prefix + "workers.default." + number))
                .toList();
    }

    String resultTopic() {
        return prefix + "results.v1";
    }

    String controlTopic() {
        return prefix + "control.v1";
    }

    String workersTopic() {
        return prefix + "workers.v1";
    }

    String stateTopic() {
        return prefix + "state.v1";
    }

    /** Ids of batches name them, so that their number never changes. */
    int statePartitions() {
        return STATE_PARTITIONS;
    }

    String coordinatorGroup() {
        return prefix + "coordinators";
    }

    int patienceMs() {
        return Math.toIntExact(patience.toMillis());
    }

    /** A request is repeated while patience lasts. */
    int requestTimeoutMs() {
        return Math.clamp(patienceMs() / 3, 1_000, 30_000);
    }

    /** What every client gets. */
    Map<String, Object> client() {
        Map<String, Object> properties = new HashMap<>(clientProperties);
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("request.timeout.ms", requestTimeoutMs());
        properties.put("default.api.timeout.ms", Math.max(patienceMs(), requestTimeoutMs()));
        properties.put("enable.metrics.push", false);
        return properties;
    }

    /** The properties of clients may be secrets. */
    @Override
    public String toString() {
        return "KafkaSettings[" + bootstrapServers + ", prefix '" + prefix + "', " + clientProperties.keySet() + "]";
    }
}
