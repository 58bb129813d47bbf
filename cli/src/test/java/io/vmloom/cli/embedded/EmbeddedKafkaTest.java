package io.vmloom.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.vmloom.error.RequestException;
import io.vmloom.error.StoreException;
import io.vmloom.queue.Delivery;
import io.vmloom.queue.LogRecord;
import io.vmloom.queue.RecordLog;
import io.vmloom.queue.ResultPublisher;
import io.vmloom.queue.TaskPublisher;
import io.vmloom.queue.TaskSubscriber;
import io.vmloom.queue.kafka.KafkaQueues;
import io.vmloom.queue.kafka.KafkaSettings;
import io.vmloom.range.WorkRange;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.Stores;
import io.vmloom.store.memory.MemoryObjectStore;
import io.vmloom.store.route.ConfiguredStores;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import io.vmloom.task.TaskKind;
import io.vmloom.unit.GuestOffset;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class EmbeddedKafkaTest {
    @TempDir
    private Path directory;

    private final Stores stores = new ConfiguredStores(bucket -> new MemoryObjectStore(StoreCapabilities.S3));

    @Test
    void whatWasPublishedIsThereAfterARestartAndClientsGoOn() {
        int port;
        String cluster;
        KafkaSettings settings;
        TaskPublisher publisher;
        try (EmbeddedKafka first = EmbeddedKafka.start(directory)) {
            port = port(first);
            settings = KafkaSettings.at(first.bootstrapServers())
                    .withResultPartitions(2)
                    .withPatience(Duration.ofSeconds(2));
            publisher = KafkaQueues.open(settings, stores).taskPublisher();
            publisher.publish(task(0));
            cluster = clusterId();
        }
        try (TaskPublisher surviving = publisher) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> surviving.publish(task(1)))
                    .withMessageContaining(settings.bootstrapServers())
                    .satisfies(e -> assertThat(e.retryable()).isTrue());
            try (EmbeddedKafka second = EmbeddedKafka.start(directory, port)) {
                assertThat(clusterId()).isEqualTo(cluster);
                KafkaQueues queues = KafkaQueues.open(settings.withPatience(Duration.ofSeconds(30)), stores);
                try (ResultPublisher reports = queues.resultPublisher();
                        TaskSubscriber subscriber = queues.taskSubscriber(reports)) {
                    settle(subscriber, task(0));
                    surviving.publish(task(2));
                    settle(subscriber, task(2));
                }
            }
        }
    }

    @Test
    void aWorkerThatWaitsOutlivesTheBroker() {
        EmbeddedKafka first = EmbeddedKafka.start(directory);
        int port = port(first);
        KafkaSettings settings = KafkaSettings.at(first.bootstrapServers()).withResultPartitions(2);
        KafkaQueues queues = KafkaQueues.open(settings, stores);
        TaskPublisher publisher = queues.taskPublisher();
        ResultPublisher reports = queues.resultPublisher();
        TaskSubscriber subscriber = queues.taskSubscriber(reports);
        publisher.publish(task(0));
        settle(subscriber, task(0));

        first.close();
        assertThat(subscriber.poll(Duration.ofSeconds(1))).isEmpty();

        // Clients close before their broker does.
        try (EmbeddedKafka second = EmbeddedKafka.start(directory, port);
                publisher;
                reports;
                subscriber) {
            assertThat(port(second)).isEqualTo(port);
            publisher.publish(task(1));
            settle(subscriber, task(1));
        }
    }

    @Test
    void whatIsAppendedToAJournalWhileTheBrokerIsAwayIsThereWhenItIsBack() throws Exception {
        EmbeddedKafka first = EmbeddedKafka.start(directory);
        int port = port(first);
        KafkaSettings settings = KafkaSettings.at(first.bootstrapServers())
                .withResultPartitions(2)
                .withPatience(Duration.ofSeconds(120));
        RecordLog log = KafkaQueues.open(settings, stores).stateLog();
        log.claim(Set.of(5));
        log.append(5, List.of(LogRecord.of("before", new byte[] {1})));

        first.close();
        CompletableFuture<Void> appended =
                CompletableFuture.runAsync(() -> log.append(5, List.of(LogRecord.of("meanwhile", new byte[] {2}))));

        // Clients close before their broker does.
        try (EmbeddedKafka second = EmbeddedKafka.start(directory, port);
                log) {
            assertThat(port(second)).isEqualTo(port);
            appended.get();
            List<String> keys = new ArrayList<>();
            log.replay(5, entry -> keys.add(entry.key()));
            assertThat(keys).containsExactly("before", "meanwhile");
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatExceptionOfType(RequestException.class)
                    .isThrownBy(() -> EmbeddedKafka.start(directory, taken.getLocalPort()))
                    .withMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .withMessageContaining("choose another port");
        }
    }

    @Test
    void aDirectoryThatIsInUseIsNamed() {
        try (EmbeddedKafka first = EmbeddedKafka.start(directory)) {
            assertThatExceptionOfType(RequestException.class)
                    .isThrownBy(() -> EmbeddedKafka.start(directory))
                    .withMessageContaining(directory.toString())
                    .withMessageContaining("another Kafka broker");
            assertThat(first.bootstrapServers()).startsWith("127.0.0.1:");
        }
    }

    @Test
    void aDirectoryThatCanNotBeMadeIsNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> EmbeddedKafka.start(file.resolve("kafka")))
                .withMessageContaining("can not be used");
    }

    @Test
    void nothingKeepsTheProcessAliveAfterwards() {
        Set<Thread> before = liveThreads();

        EmbeddedKafka.start(directory).close();

        await().atMost(Duration.ofSeconds(10))
                .pollInSameThread()
                .untilAsserted(() -> assertThat(liveThreads())
                        .as("threads that are no daemons")
                        .isSubsetOf(before));
    }

    private static int port(EmbeddedKafka broker) {
        return Integer.parseInt(broker.bootstrapServers().split(":")[1]);
    }

    private static Set<Thread> liveThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon())
                .collect(Collectors.toSet());
    }

    private String clusterId() {
        try {
            return Files.readAllLines(directory.resolve("data/meta.properties")).stream()
                    .filter(line -> line.startsWith("cluster.id="))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What was settled a moment before the broker went may come once more. */
    private static void settle(TaskSubscriber subscriber, Task expected) {
        Task got;
        do {
            Delivery delivery = subscriber.poll(Duration.ofSeconds(60)).orElseThrow();
            got = delivery.task();
            delivery.settle();
        } while (got.id().index() < expected.id().index());
        assertThat(got).isEqualTo(expected);
    }

    private static Task task(int index) {
        TaskId id = new TaskId("item", 0, TaskKind.DIGEST, index, 1);
        return new Task.Digest(id, List.of(), new WorkRange(index, GuestOffset.ZERO, 0, 0, List.of()));
    }
}
