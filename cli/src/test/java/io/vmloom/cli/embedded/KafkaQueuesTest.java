package io.vmloom.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmloom.error.ErrorCode;
import io.vmloom.error.StoreException;
import io.vmloom.extent.Extent;
import io.vmloom.fragment.TaskResult;
import io.vmloom.queue.BeatPublisher;
import io.vmloom.queue.BeatSubscriber;
import io.vmloom.queue.CancelPublisher;
import io.vmloom.queue.CancelledWork;
import io.vmloom.queue.Delivery;
import io.vmloom.queue.QueueContract;
import io.vmloom.queue.ResultPublisher;
import io.vmloom.queue.ResultSubscriber;
import io.vmloom.queue.TaskPublisher;
import io.vmloom.queue.TaskSubscriber;
import io.vmloom.queue.WorkerBeat;
import io.vmloom.queue.kafka.KafkaQueues;
import io.vmloom.queue.kafka.KafkaSettings;
import io.vmloom.range.WorkRange;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.Stores;
import io.vmloom.store.memory.MemoryObjectStore;
import io.vmloom.store.route.ConfiguredStores;
import io.vmloom.task.Assurance;
import io.vmloom.task.EncoderSpec;
import io.vmloom.task.Placement;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import io.vmloom.task.TaskKind;
import io.vmloom.unit.GuestOffset;
import io.vmloom.wire.TaskWire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaQueuesTest extends QueueContract {
    private static final String BUCKET = "targets";
    private static final Duration LOCK = Duration.ofSeconds(1);

    private final MemoryObjectStore objects = new MemoryObjectStore(StoreCapabilities.S3);
    private final Stores stores = new ConfiguredStores(bucket -> objects);
    private final AtomicInteger installations = new AtomicInteger();
    private @Nullable TestBroker broker;
    private @Nullable KafkaSettings settings;
    private @Nullable KafkaQueues queues;

    @BeforeAll
    void start(@TempDir Path directory) {
        objects.createBucket(BUCKET);
        broker = TestBroker.start(directory.resolve("kafka"));
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

    @Test
    void oneSlotComesToEveryQueueInTheEnd() {
        KafkaSettings one = Objects.requireNonNull(settings);
        KafkaQueues several =
                KafkaQueues.open(one.withPrefix(one.prefix() + "several.").withQueueCount(3), stores);
        TaskPublisher publisher = keep(several.taskPublisher());
        Set<TaskId> published = new HashSet<>();
        for (int i = 0; i < 9; i++) {
            Task task = QueueContract.task(i);
            publisher.publish(task);
            published.add(task.id());
        }

        TaskSubscriber slot = keep(several.taskSubscriber(keep(several.resultPublisher())));

        Set<TaskId> taken = new HashSet<>();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            slot.poll(Duration.ofMillis(200)).ifPresent(delivery -> {
                taken.add(delivery.task().id());
                delivery.settle();
            });
            return taken.equals(published);
        });
    }

    @Test
    void whatIsCancelledIsKnownToWorkersThatAreThereAndToThoseThatComeLater() {
        CancelledWork early = keep(queues().cancelledWork());
        CancelPublisher coordinator = keep(queues().cancelPublisher());
        assertThat(early.contains(ofItem("b07-one-0"))).isFalse();

        coordinator.publish("b07-one");

        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> early.contains(ofItem("b07-one-0")));
        CancelledWork late = keep(queues().cancelledWork());
        assertThat(late.contains(ofItem("b07-one-12"))).isTrue();
        assertThat(late.contains(ofItem("b07-other-0"))).isFalse();
    }

    @Test
    void aControlMessageOfAnotherKindIsIgnored() {
        send("control.v1", "pause".getBytes(StandardCharsets.UTF_8));

        assertThat(keep(queues().cancelledWork()).contains(ofItem("b07-one-0"))).isFalse();
    }

    @Test
    void bytesThatAreNoTaskDoNotStopTheQueue() {
        send("tasks.v1.default.0", "no task".getBytes(StandardCharsets.UTF_8));
        publish(task(1));

        assertThat(await(subscriber()).task()).isEqualTo(task(1));
    }

    @Test
    void aTaskThatCanNotBeReadIsReportedByItsName() {
        ResultSubscriber results = keep(resultSubscriber());
        byte[] later = TaskWire.encode(task(4));
        // {"v":1 becomes {"v":2.
        later[indexOf(later, "v") + 1]++;
        send("tasks.v1.default.0", later);

        TaskSubscriber subscriber = subscriber();
        TaskResult result = awaitResult(subscriber, results);

        assertThat(result).isInstanceOfSatisfying(TaskResult.Failed.class, failed -> {
            assertThat(failed.id()).isEqualTo(task(4).id());
            assertThat(failed.code()).isEqualTo(ErrorCode.INTERNAL);
            assertThat(failed.retryable()).isTrue();
            assertThat(failed.message()).contains("wire version 2", "one release");
        });
    }

    @Test
    void bytesThatAreNoResultAreSkipped() {
        ResultSubscriber results = keep(resultSubscriber());
        send("results.v1", new byte[] {1, 2, 3});
        TaskResult result = result("item", 3);
        keep(resultPublisher()).publish(result);

        List<TaskResult> got = new ArrayList<>();
        awaitUntil(() -> {
            got.addAll(results.poll(Duration.ofMillis(100)));
            return !got.isEmpty();
        });

        assertThat(got).containsExactly(result);
    }

    @Test
    void aLongTaskForABucketTravelsAsAnObjectAmongItsItemsStaging() {
        Task task = longTask("spilled");
        publish(task);

        Delivery delivery = await(subscriber());

        assertThat(delivery.task()).isEqualTo(task);
        assertThat(staged("spilled")).hasSize(1);
        delivery.settle();
    }

    @Test
    void aLongTaskWhoseObjectIsGoneIsReported() {
        ResultSubscriber results = keep(resultSubscriber());
        publish(longTask("swept"));
        staged("swept").forEach(object -> objects.delete((Location.InBucket) object.location()));

        TaskResult result = awaitResult(subscriber(), results);

        assertThat(result).isInstanceOfSatisfying(TaskResult.Failed.class, failed -> {
            assertThat(failed.id().item()).isEqualTo("swept");
            assertThat(failed.code()).isIn(ErrorCode.NOT_FOUND, ErrorCode.SOURCE_CHANGED);
        });
    }

    @Test
    void topicsThatAreThereAreUsed() {
        publish(task(0));
        KafkaQueues again = KafkaQueues.open(Objects.requireNonNull(settings), stores);

        assertThat(await(keep(again.taskSubscriber(keep(again.resultPublisher()))))
                        .task())
                .isEqualTo(task(0));
    }

    @Test
    void aSlotAsksForNothingWhileItHasATask() {
        publish(task(0));
        TaskSubscriber subscriber = subscriber();
        await(subscriber);

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> subscriber.poll(Duration.ZERO));
    }

    @Test
    void whoeverComesLaterHearsWhatWorkersDidInTheLastMinutes() {
        KafkaQueues fresh = Objects.requireNonNull(queues);
        WorkerBeat first = new WorkerBeat("a", 1, Instant.ofEpochMilli(1), List.of(), false);
        WorkerBeat second = new WorkerBeat("b", 1, Instant.ofEpochMilli(2), List.of(), true);
        try (BeatPublisher worker = fresh.beatPublisher()) {
            worker.publish(first);
            try (BeatSubscriber coordinator = fresh.beatSubscriber()) {
                List<WorkerBeat> heard = new ArrayList<>();
                Awaitility.await().until(() -> heard.addAll(coordinator.poll(Duration.ofMillis(100))));
                worker.publish(second);
                Awaitility.await().until(() -> heard.addAll(coordinator.poll(Duration.ofMillis(100))));
                assertThat(heard).containsExactly(first, second);
            }
        }
    }

    @Test
    void brokersThatDoNotAnswerAreNamedInTime() {
        KafkaSettings nowhere = KafkaSettings.at("127.0.0.1:1").withPatience(Duration.ofSeconds(1));

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> KafkaQueues.open(nowhere, stores))
                .withMessageContaining("127.0.0.1:1")
                .satisfies(e -> assertThat(e.retryable()).isTrue());
    }

    private static TaskId ofItem(String item) {
        return new TaskId(item, 0, TaskKind.CONVERT, 0, 1);
    }

    private void send(String topic, byte[] value) {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", Objects.requireNonNull(broker).bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Objects.requireNonNull(settings).prefix() + topic, value));
        }
    }

    private static TaskResult awaitResult(TaskSubscriber subscriber, ResultSubscriber results) {
        List<TaskResult> got = new ArrayList<>();
        awaitUntil(() -> {
            assertThat(subscriber.poll(Duration.ofMillis(100))).isEmpty();
            got.addAll(results.poll(Duration.ofMillis(100)));
            return !got.isEmpty();
        });
        return got.getFirst();
    }

    private static Task longTask(String item) {
        TaskId id = new TaskId(item, 0, TaskKind.CONVERT, 0, 1);
        List<Extent> extents = manyExtents(1 << 16);
        return new Task.Convert(
                id,
                List.of(),
                new WorkRange(0, GuestOffset.ZERO, 1L << 32, 1L << 32, extents),
                new EncoderSpec.PackedPlain(65536),
                "none",
                new Placement.Staged(new Location.InBucket(BUCKET, ".vmloom/" + item + "/range-0")),
                Assurance.DIGEST);
    }

    private List<ObjectVersion> staged(String item) {
        List<ObjectVersion> found = new ArrayList<>();
        objects.list(new Location.InBucket(BUCKET, ".vmloom/" + item + "/"), found::add);
        return found;
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }

    private KafkaQueues queues() {
        return Objects.requireNonNull(queues);
    }
}
