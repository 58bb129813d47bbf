package io.vmloom.queue.kafka;

import io.vmloom.diagnosis.Diagnosis;
import io.vmloom.diagnosis.Examination;
import io.vmloom.error.ConversionException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Looks at brokers, topics and share group as vmloom finds them; changes nothing. */
public final class KafkaExamination {
    /** Feature of brokers with share groups, from level 1 on. */
    private static final String SHARE = "share.version";

    /** Enough to lose one broker. */
    private static final int REPLICAS = 2;

    private final KafkaSettings settings;
    private final KafkaFailures failures;
    private final Admin admin;
    private final Examination examination;

    private KafkaExamination(KafkaSettings settings, Admin admin, Examination examination) {
        this.settings = settings;
        this.failures = new KafkaFailures(settings);
        this.admin = admin;
        this.examination = examination;
    }

    public static void of(KafkaSettings settings, Examination examination) {
        try (Admin admin = Admin.create(settings.client())) {
            new KafkaExamination(settings, admin, examination).examine();
        } catch (RuntimeException e) {
            examination.point("brokers", "", () -> {
                throw new KafkaFailures(settings).of("looking", e);
            });
        }
    }

    private void examine() {
        if (examination.point("brokers", "DESCRIBE of the cluster", this::brokers)
                && examination.point("share groups", "DESCRIBE of the cluster", this::shareGroups)) {
            settings.taskQueues().forEach(this::queue);
            topic(settings.resultTopic(), settings.resultPartitions(), "delete");
            topic(settings.controlTopic(), 1, "delete");
            topic(settings.workersTopic(), 1, "delete");
            topic(settings.stateTopic(), settings.statePartitions(), "compact");
        }
    }

    private void queue(TaskQueue queue) {
        topic(queue.topic(), 1, "delete");
        group(
                queue.group(),
                "share.renew.acknowledge.enable",
                "true",
                "a task that takes longer than its lock is done twice");
        if (described(queue.topic()).isPresent()) {
            group(
                    queue.group(),
                    "share.auto.offset.reset",
                    "earliest",
                    "tasks given out before the first worker came are lost");
        }
    }

    private Diagnosis brokers() {
        Collection<Node> nodes = await(admin.describeCluster().nodes(), "the cluster");
        String seen = nodes.size() + (nodes.size() == 1 ? " broker answers" : " brokers answer");
        return nodes.size() > REPLICAS
                ? Diagnosis.good(seen)
                : Diagnosis.doubtful(seen, "for production use three or more, so that one may fail");
    }

    private Diagnosis shareGroups() {
        FeatureMetadata features = await(admin.describeFeatures().featureMetadata(), "the features");
        int level = Optional.ofNullable(features.finalizedFeatures().get(SHARE))
                .map(range -> (int) range.maxVersionLevel())
                .orElse(0);
        return Diagnosis.of(
                level > 0,
                SHARE + " is " + level,
                "the brokers have no share groups (" + SHARE + " is " + level + ")",
                "use Kafka 4.2 or later, and kafka-features.sh upgrade --feature " + SHARE + "=1");
    }

    private void topic(String name, int partitions, String cleanup) {
        examination.point(
                "topic " + name,
                "DESCRIBE and DESCRIBE_CONFIGS of the topic",
                () -> described(name)
                        .map(topic -> topic(topic, partitions, cleanup))
                        .orElseGet(() -> Diagnosis.good("is not there yet; the coordinator makes it")));
    }

    private Diagnosis topic(TopicDescription topic, int partitions, String cleanup) {
        Map<String, String> config = config(ConfigResource.Type.TOPIC, topic.name());
        int found = topic.partitions().size();
        if (found != partitions) {
            return Diagnosis.wrong(
                    "has " + found + " partitions where " + partitions + " are needed",
                    "stop vmloom, delete the topic, and let the coordinator make it");
        }
        String policy = config.getOrDefault("cleanup.policy", "");
        if (!policy.equals(cleanup)) {
            return Diagnosis.wrong("cleanup.policy is '" + policy + "'", "set it to " + cleanup);
        }
        long messageBytes = Long.parseLong(config.getOrDefault("max.message.bytes", "0"));
        if (messageBytes < KafkaTopics.maxMessageBytes()) {
            return Diagnosis.wrong(
                    "max.message.bytes is " + messageBytes, "set it to " + KafkaTopics.maxMessageBytes() + " or more");
        }
        int replicas = topic.partitions().stream()
                .map(TopicPartitionInfo::replicas)
                .mapToInt(List::size)
                .min()
                .orElse(0);
        return replicas < REPLICAS
                ? Diagnosis.doubtful(
                        found + " partitions, without a replica",
                        "set default.replication.factor of the brokers to 3 before the topics are made")
                : Diagnosis.good(found + " partitions, " + replicas + " replicas");
    }

    private Optional<TopicDescription> described(String name) {
        try {
            return Optional.ofNullable(await(admin.describeTopics(List.of(name)).allTopicNames(), "topic " + name)
                    .get(name));
        } catch (ConversionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** What holds for the group, which brokers know before anybody has joined it. */
    private void group(String groupId, String name, String wanted, String otherwise) {
        examination.point("group " + groupId + ", " + name, "DESCRIBE_CONFIGS of the group", () -> {
            String value = config(ConfigResource.Type.GROUP, groupId).getOrDefault(name, "");
            return Diagnosis.of(
                    value.equals(wanted),
                    wanted,
                    "is '" + value + "': " + otherwise,
                    "set it to " + wanted + " (kafka-configs.sh --entity-type groups)");
        });
    }

    private Map<String, String> config(ConfigResource.Type type, String name) {
        ConfigResource resource = new ConfigResource(type, name);
        return await(admin.describeConfigs(List.of(resource)).all(), name)
                .getOrDefault(resource, new Config(List.of()))
                .entries()
                .stream()
                .filter(entry -> entry.value() != null)
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    }

    private <T> T await(KafkaFuture<T> answer, String what) {
        return failures.await(
                answer.toCompletionStage().toCompletableFuture(), settings.patience(), what + " could not be read");
    }
}
