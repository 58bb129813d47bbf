package io.vmloom.cli.embedded;


import io.vmloom.queue.QueueContract;
import io.vmloom.queue.ResultPublisher;
import io.vmloom.queue.ResultSubscriber;
import io.vmloom.queue.TaskPublisher;
import io.vmloom.queue.TaskSubscriber;
import io.vmloom.queue.kafka.KafkaQueues;
import io.vmloom.queue.kafka.KafkaSettings;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.Stores;
import io.vmloom.store.memory.MemoryObjectStore;
import io.vmloom.store.route.ConfiguredStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaQueuesTest extends QueueContract {
    private static final Duration LOCK = Duration.ofSeconds(1);

    private final MemoryObjectStore objects = new MemoryObjectStore(StoreCapabilities.S3);
    private final Stores stores = new ConfiguredStores(bucket -> objects);
    private final AtomicInteger installations = new AtomicInteger();
    private @Nullable EmbeddedKafka broker;
    private @Nullable KafkaSettings settings;
    private @Nullable KafkaQueues queues;

    @BeforeAll
    void start(@TempDir Path directory) {
        broker = EmbeddedKafka.start(directory.resolve("kafka"));
    }

    @AfterAll
    void stop() {
        Objects.requireNonNull(broker).close();
    }

    @Override
    protected void freshQueues() {
        KafkaSettings fresh = KafkaSettings.at(Objects.requireNonNull(broker).bootstrapServers())
                .withPrefix("t" + installations.incrementAndGet() + ".")
                .withResultPartitions(4)
                .withTaskLock(LOCK);
        settings = fresh;
        queues = KafkaQueues.open(fresh, stores);
    }

    @Override
    protected TaskPublisher taskPublisher() {
        return queues().taskPublisher();
    }

    @Override
    protected TaskSubscriber taskSubscriber() {
        return queues().taskSubscriber(keep(queues().resultPublisher()));
    }

    @Override
    protected ResultPublisher resultPublisher() {
        return queues().resultPublisher();
    }

    @Override
    protected ResultSubscriber resultSubscriber() {
        return queues().resultSubscriber();
    }

    @Override
    protected Duration lock() {
        return LOCK;
    }

    private KafkaQueues queues() {
        return Objects.requireNonNull(queues);
    }
}
