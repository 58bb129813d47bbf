package io.vmloom.queue.kafka;

import io.vmloom.error.ConversionException;
import io.vmloom.wire.TaskWire;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that topics and share group are there as they must be, before anything is published. */
final class KafkaTopics {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaTopics.class);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    /** A record is a little longer than its value. */
    private static final int MAX_MESSAGE_BYTES = TaskWire.MAX_BYTES + (64 << 10);

    /** Takes the longest message, and is soon full where much is done. */
    private static final int STATE_SEGMENT_BYTES = 16 << 20;

    /** Whoever has read a record is to read by then that it is forgotten. */
    private static final Duration LONGEST_REPLAY = Duration.ofMinutes(10);

    /** Only those who watch read what workers tell of themselves, and only the last minutes of it. */
    private static final Duration BEATS_KEPT = Duration.ofMinutes(30);

    private final KafkaSettings settings;
    private final KafkaFailures failures;

    KafkaTopics(KafkaSettings settings) {
        this.settings = settings;
        this.failures = new KafkaFailures(settings);
    }

    static int maxMessageBytes() {
        return MAX_MESSAGE_BYTES;
    }

    /** Changes no topic that exists. */
    void ensure() {
        try (Admin admin = Admin.create(settings.client())) {
            for (TaskQueue queue : settings.taskQueues()) {
                ensure(admin, queue);
            }
            create(admin, topic(settings.resultTopic(), settings.resultPartitions(), settings.retention()));
            // A task is not delivered after its retention, so that nobody has to know longer that it is cancelled.
            create(admin, topic(settings.controlTopic(), 1, settings.retention()));
            create(admin, topic(settings.workersTopic(), 1, BEATS_KEPT));
        } catch (RuntimeException e) {
            throw failures.of("topics could not be made", e);
        }
    }

    /**
     * The group comes first, and is waited for: the first member that fetches from a topic decides where the group begins
     * in it, and by default that is the end, so that tasks published before would be lost.
     */
    private void ensure(Admin admin, TaskQueue queue) {
        configure(
                admin,
                queue.group(),
                "share.record.lock.duration.ms",
                String.valueOf(settings.taskLock().toMillis()));
        configure(admin, queue.group(), "share.auto.offset.reset", "earliest");
        create(admin, topic(queue.topic(), 1, settings.retention()));
    }

    /** The topic that keeps the last record of each key. */
    void ensureState() {
        try (Admin admin = Admin.create(settings.client())) {
            create(
                    admin,
                    new NewTopic(settings.stateTopic(), Optional.of(settings.statePartitions()), replicas())
                            .configs(Map.of(
                                    "cleanup.policy",
                                    "compact",
                                    "min.cleanable.dirty.ratio",
                                    "0.2",
                                    // Only closed segments are compacted, a batch's records should not outlive it, and
                                    // whoever takes a partition over reads all that is left of it.
                                    "segment.ms",
                                    String.valueOf(Duration.ofHours(1).toMillis()),
                                    "segment.bytes",
                                    String.valueOf(STATE_SEGMENT_BYTES),
                                    "delete.retention.ms",
                                    String.valueOf(LONGEST_REPLAY.toMillis()),
                                    "max.message.bytes",
                                    String.valueOf(MAX_MESSAGE_BYTES))));
        } catch (RuntimeException e) {
            throw failures.of("topic " + settings.stateTopic() + " could not be made", e);
        }
    }

    private Optional<Short> replicas() {
        return settings.replicas() < 1 ? Optional.empty() : Optional.of((short) settings.replicas());
    }

    private NewTopic topic(String name, int partitions, Duration retention) {
        return new NewTopic(name, Optional.of(partitions), replicas())
                .configs(Map.of(
                        "cleanup.policy", "delete",
                        "retention.ms", String.valueOf(retention.toMillis()),
                        "max.message.bytes", String.valueOf(MAX_MESSAGE_BYTES)));
    }

    private void create(Admin admin, NewTopic topic) {
        try {
            await(admin.createTopics(List.of(topic)).all(), "topic " + topic.name());
            LOG.atInfo()
                    .addKeyValue("topic", topic.name())
                    .addKeyValue("partitions", topic.numPartitions())
                    .log("topic made");
        } catch (ConversionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /**
     * Sets one value in a request of its own, because a broker that does not know one of them rejects all of a request.
     * The answer comes before the brokers act on it.
     */
    private void configure(Admin admin, String groupId, String name, String value) {
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, groupId);
        String what = name + " of share group " + groupId;
        AlterConfigOp set = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
        await(admin.incrementalAlterConfigs(Map.of(group, List.of(set))).all(), what);
        long deadline = System.nanoTime() + settings.patience().toNanos();
        while (!value.equals(effective(admin, group, name, what))) {
            if (System.nanoTime() > deadline) {
                throw failures.of(what, new TimeoutException(value + " did not come into force"));
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    private @Nullable String effective(Admin admin, ConfigResource group, String name, String what) {
        ConfigEntry entry = await(admin.describeConfigs(List.of(group)).all(), what)
                .getOrDefault(group, new Config(List.of()))
                .get(name);
        return entry == null ? null : entry.value();
    }

    private <T> T await(KafkaFuture<T> answer, String what) {
        return failures.await(
                answer.toCompletionStage().toCompletableFuture(), settings.patience(), what + " could not be set up");
    }
}
