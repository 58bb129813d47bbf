package io.vmloom.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.queue.LogRecord;
import io.vmloom.queue.RecordLog;
import io.vmloom.queue.RecordLogContract;
import io.vmloom.queue.kafka.KafkaQueues;
import io.vmloom.queue.kafka.KafkaSettings;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.memory.MemoryObjectStore;
import io.vmloom.store.route.ConfiguredStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaRecordLogTest extends RecordLogContract {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final MemoryObjectStore objects = new MemoryObjectStore(StoreCapabilities.S3);
    private final AtomicInteger installations = new AtomicInteger();
    private @Nullable TestBroker broker;
    private @Nullable KafkaQueues queues;
    private String prefix = "";

    @BeforeAll
    void start(@TempDir Path directory) {
        broker = TestBroker.start(directory.resolve("kafka"));
    }

    @AfterAll
    void stop() {
        Objects.requireNonNull(broker).close();
    }

    @BeforeEach
    void freshInstallation() {
        prefix = "t" + installations.incrementAndGet() + ".";
        KafkaSettings settings = KafkaSettings.at(servers()).withPrefix(prefix).withPatience(PATIENCE);
        queues = KafkaQueues.open(settings, new ConfiguredStores(bucket -> objects));
    }

    @Override
    protected RecordLog openLog() {
        return Objects.requireNonNull(queues).stateLog();
    }

    /** What a coordinator that dies within a transaction leaves is never read, and holds up nobody. */
    @Test
    void anUnfinishedTransactionIsUndoneByTheNextOwner() {
        open().append(3, List.of(entry("a", 1)));
        try (KafkaProducer<String, byte[]> dying = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers(), "transactional.id", prefix + "state.v1-3"),
                new StringSerializer(),
                new ByteArraySerializer())) {
            dying.initTransactions();
            dying.beginTransaction();
            dying.send(new ProducerRecord<>(prefix + "state.v1", 3, "a", new byte[] {9}));
            dying.flush();

            assertThat(replayed(open(), 3)).containsExactly(entry("a", 1));
            dying.close(Duration.ZERO);
        }
    }

    @Test
    void compactionDropsWhatNoLongerCounts() throws Exception {
        RecordLog log = open();
        compactAtOnce();
        log.append(3, List.of(entry("a", 1), entry("b", 1), LogRecord.forget("b"), entry("c", 1)));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int value = 2;
        List<LogRecord> found;
        do {
            assertThat(System.nanoTime()).as("nothing was compacted in time").isLessThan(deadline);
            // Only what lies before the newest segment is compacted, and a segment ends when something is appended.
            log.append(3, List.of(entry("a", value++)));
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
            found = replayed(log, 3);
        } while (found.contains(entry("a", 1))
                || found.stream().anyMatch(left -> left.key().equals("b")));

        assertThat(known(open(), 3)).containsOnlyKeys("a", "c").containsEntry("a", entry("a", value - 1));
    }

    private void compactAtOnce() throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", servers()))) {
            ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, prefix + "state.v1");
            List<AlterConfigOp> prompt = Map.of(
                            "segment.ms", "200",
                            "min.cleanable.dirty.ratio", "0.01",
                            "delete.retention.ms", "100")
                    .entrySet()
                    .stream()
                    .map(set ->
                            new AlterConfigOp(new ConfigEntry(set.getKey(), set.getValue()), AlterConfigOp.OpType.SET))
                    .toList();
            admin.incrementalAlterConfigs(Map.of(topic, prompt)).all().get();
        }
    }

    private String servers() {
        return Objects.requireNonNull(broker).bootstrapServers();
    }
}
