package io.vmloom.queue.kafka;

import io.vmloom.error.ConversionException;
import io.vmloom.queue.PartitionOwners;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The coordinators as a consumer group of the state topic, of which nobody reads anything that way: the group only says
 * who has which partition, and its members' client ids where they are. What it says is compared with what is worked on
 * again and again, so that a partition which was claimed by somebody who had lost it comes back to its owner.
 */
final class KafkaPartitionOwners implements PartitionOwners {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaPartitionOwners.class);
    private static final Duration LOOK = Duration.ofMillis(250);

    /** Claimed at once: few enough that slow brokers answer in time, and that what was claimed is not claimed again for others. */
    private static final int PORTION = 8;

    private static final Duration REMEMBER = Duration.ofSeconds(1);
    private static final Duration LEAVING = Duration.ofSeconds(2);

    /** The shortest that brokers allow as they come: how long the batches of a dead coordinator rest. */
    private static final Duration SESSION = Duration.ofSeconds(6);

    private final KafkaSettings settings;
    private final KafkaFailures failures;
    private final Admin admin;
    private Optional<Thread> thread = Optional.empty();
    private volatile boolean open = true;
    private boolean waiting;
    private Map<Integer, String> known = Map.of();
    private long knownUntilNanos = System.nanoTime();

    KafkaPartitionOwners(KafkaSettings settings) {
        this.settings = settings;
        this.failures = new KafkaFailures(settings);
        try {
            this.admin = Admin.create(settings.client());
        } catch (RuntimeException e) {
            throw failures.of("group " + settings.coordinatorGroup() + " could not be asked for", e);
        }
    }

    @Override
    public void join(String address, Member member) {
        KafkaConsumer<byte[], byte[]> consumer;
        try {
            consumer = new KafkaConsumer<>(
                    properties(settings, address), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (RuntimeException e) {
            throw failures.of("group " + settings.coordinatorGroup() + " could not be joined", e);
        }
        thread = Optional.of(Thread.ofVirtual().name("partition-owners").start(() -> watch(consumer, member)));
    }

    @Override
    public synchronized Map<Integer, String> addresses() {
        if (System.nanoTime() - knownUntilNanos >= 0) {
            known = ask();
            knownUntilNanos = System.nanoTime() + REMEMBER.toNanos();
        }
        return known;
    }

    /** Others are told at once. */
    @Override
    public void close() {
        open = false;
        try {
            if (thread.isPresent()) {
                thread.get().join(settings.patience());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        admin.close(Duration.ZERO);
    }

    private void watch(KafkaConsumer<byte[], byte[]> consumer, Member member) {
        try {
            consumer.subscribe(List.of(settings.stateTopic()));
            while (open) {
                look(consumer, member);
            }
        } finally {
            member.leave(member.owned());
            consumer.close(CloseOptions.timeout(LEAVING));
        }
    }

    /** Nothing is fetched: the group is all that matters here. */
    private void look(KafkaConsumer<byte[], byte[]> consumer, Member member) {
        try {
            consumer.pause(consumer.assignment());
            consumer.poll(waiting ? Duration.ZERO : LOOK);
            consumer.pause(consumer.assignment());
            waiting = compare(
                    consumer.assignment().stream()
                            .map(TopicPartition::partition)
                            .collect(Collectors.toSet()),
                    member);
        } catch (RuntimeException e) {
            waiting = false;
            LOG.atWarn()
                    .setCause(e instanceof ConversionException ? e : failures.of("the group could not be heard", e))
                    .log("partitions of the state could not be taken over, trying again");
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    /** Whether there is more to claim. Which portion is by chance, so that one partition in trouble holds up no others. */
    private static boolean compare(Set<Integer> assigned, Member member) {
        Set<Integer> lost = new HashSet<>(member.owned());
        lost.removeAll(assigned);
        if (!lost.isEmpty()) {
            member.leave(lost);
        }
        List<Integer> missing = new ArrayList<>(assigned);
        missing.removeAll(member.owned());
        if (missing.isEmpty()) {
            return false;
        }
        Collections.shuffle(missing);
        member.claim(Set.copyOf(missing.subList(0, Math.min(PORTION, missing.size()))));
        return missing.size() > PORTION;
    }

    private Map<Integer, String> ask() {
        Map<Integer, String> addresses = new HashMap<>();
        String group = settings.coordinatorGroup();
        Map<String, ConsumerGroupDescription> described = failures.await(
                admin.describeConsumerGroups(List.of(group))
                        .all()
                        .toCompletionStage()
                        .toCompletableFuture(),
                settings.patience(),
                "group " + group + " could not be asked for");
        for (ConsumerGroupDescription description : described.values()) {
            for (MemberDescription coordinator : description.members()) {
                coordinator
                        .assignment()
                        .topicPartitions()
                        .forEach(partition -> addresses.put(partition.partition(), coordinator.clientId()));
            }
        }
        return Map.copyOf(addresses);
    }

    private static Map<String, Object> properties(KafkaSettings settings, String address) {
        Map<String, Object> properties = settings.client();
        properties.put("group.id", settings.coordinatorGroup());
        properties.put("client.id", address);
        properties.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
        properties.put("session.timeout.ms", Math.toIntExact(SESSION.toMillis()));
        properties.put(
                "heartbeat.interval.ms", Math.toIntExact(SESSION.dividedBy(4).toMillis()));
        properties.put("enable.auto.commit", false);
        properties.put("allow.auto.create.topics", false);
        properties.put("auto.offset.reset", "latest");
        return properties;
    }
}
