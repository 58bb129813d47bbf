package io.vmloom.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.codec.Codec;
import io.vmloom.error.ErrorCode;
import io.vmloom.extent.CompressedUnit;
import io.vmloom.extent.Extent;
import io.vmloom.extent.Mapping;
import io.vmloom.fragment.TaskResult;
import io.vmloom.range.WorkRange;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import io.vmloom.task.TaskKind;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every task queue and result queue does. Each test has queues of its own. */
@Timeout(120)
public abstract class QueueContract {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final List<AutoCloseable> opened = new ArrayList<>();

    /** Makes queues that hold nothing yet. */
    protected abstract void freshQueues();

    protected abstract TaskPublisher taskPublisher();

    protected abstract TaskSubscriber taskSubscriber();

    protected abstract ResultPublisher resultPublisher();

    protected abstract ResultSubscriber resultSubscriber();

    /** How long a task may be held without its loan being prolonged; zero when loans have no time limit. */
    protected abstract Duration lock();

    @BeforeEach
    void begin() {
        freshQueues();
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable closeable : opened.reversed()) {
            closeable.close();
        }
    }

    @Test
    void everyTaskIsDeliveredAsItWasPublished() {
        Task task = task(0);
        publish(task);

        Delivery delivery = await(subscriber());

        assertThat(delivery.task()).isEqualTo(task);
        delivery.settle();
    }

    @Test
    void severalSubscribersShareTheTasks() {
        List<Task> tasks = IntStream.range(0, 12).mapToObj(QueueContract::task).toList();
        tasks.forEach(this::publish);
        List<TaskSubscriber> subscribers = List.of(subscriber(), subscriber(), subscriber());

        List<Task> delivered = new ArrayList<>();
        awaitUntil(() -> {
            for (TaskSubscriber subscriber : subscribers) {
                subscriber.poll(POLL).ifPresent(delivery -> {
                    delivered.add(delivery.task());
                    delivery.settle();
                });
            }
            return delivered.size() >= tasks.size();
        });

        assertThat(delivered).containsExactlyInAnyOrderElementsOf(tasks);
    }

    @Test
    void aTaskThatIsLentIsNotLentToSomebodyElse() {
        publish(task(0));
        TaskSubscriber first = subscriber();
        TaskSubscriber second = subscriber();

        Delivery delivery = await(first);

        assertThat(second.poll(Duration.ofSeconds(1))).isEmpty();
        delivery.settle();
    }

    @Test
    void aBusySubscriberKeepsNoOtherTaskFromTheRest() {
        publish(task(0));
        TaskSubscriber busy = subscriber();
        Delivery held = await(busy);
        TaskSubscriber idle = subscriber();

        IntStream.rangeClosed(1, 5).mapToObj(QueueContract::task).forEach(this::publish);
        Set<Integer> indexes = new HashSet<>();
        while (indexes.size() < 5) {
            Delivery delivery = await(idle);
            indexes.add(delivery.task().id().index());
            delivery.settle();
        }

        assertThat(indexes).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
        held.settle();
    }

    @Test
    void aTaskThatIsKeptLongerThanTheLockIsNotLentToSomebodyElse() {
        publish(task(0));
        TaskSubscriber slow = subscriber();
        TaskSubscriber other = subscriber();
        Delivery delivery = await(slow);

        assertThat(other.poll(lock().multipliedBy(3).plusMillis(100))).isEmpty();
        delivery.settle();

        assertThat(other.poll(lock().multipliedBy(2).plusMillis(100))).isEmpty();
    }

    @Test
    void aReleasedTaskIsDeliveredAgain() {
        publish(task(0));
        TaskSubscriber subscriber = subscriber();

        await(subscriber).release();

        Delivery again = await(subscriber);
        assertThat(again.task()).isEqualTo(task(0));
        again.settle();
    }

    @Test
    void aTaskThatIsKeptLongCanStillBeReleased() {
        publish(task(0));
        TaskSubscriber subscriber = subscriber();
        Delivery delivery = await(subscriber);
        assertThat(subscriber().poll(lock().multipliedBy(2))).isEmpty();

        delivery.release();

        await(subscriber()).settle();
    }

    @Test
    void whatIsNotSettledComesBackWhenItsSubscriberCloses() {
        publish(task(0));
        TaskSubscriber leaving = taskSubscriber();
        await(leaving);

        leaving.close();

        await(subscriber()).settle();
    }

    @Test
    void whatIsSettledNeverComesBack() {
        publish(task(0));
        TaskSubscriber first = taskSubscriber();
        await(first).settle();
        first.close();

        assertThat(subscriber().poll(Duration.ofSeconds(2))).isEmpty();
    }

    @Test
    void decisionsAfterTheEndOfASubscriptionAreIgnored() {
        publish(task(0));
        TaskSubscriber leaving = taskSubscriber();
        Delivery late = await(leaving);
        leaving.close();

        late.settle();
        late.release();

        await(subscriber()).settle();
    }

    @Test
    void tasksPublishedBeforeAnybodySubscribesAreKept() {
        publish(task(0));

        await(subscriber()).settle();
    }

    @Test
    void aLargeTaskGetsThrough() {
        Task large = largeTask();
        publish(large);

        Delivery delivery = await(subscriber());

        assertThat(delivery.task()).isEqualTo(large);
        delivery.settle();
    }

    @Test
    void waitingForATaskEndsInTime() {
        TaskSubscriber subscriber = subscriber();
        long started = System.nanoTime();

        assertThat(subscriber.poll(Duration.ofMillis(300))).isEmpty();

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void waitingForResultsEndsInTime() {
        ResultSubscriber subscription = keep(resultSubscriber());
        long started = System.nanoTime();

        assertThat(subscription.poll(Duration.ofMillis(300))).isEmpty();

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void resultsOfEachItemComeInOrder() {
        ResultSubscriber subscription = keep(resultSubscriber());
        ResultPublisher publisher = keep(resultPublisher());
        for (int i = 0; i < 40; i++) {
            publisher.publish(result("item-" + i % 4, i));
        }

        List<TaskResult> results = new ArrayList<>();
        awaitUntil(() -> {
            results.addAll(subscription.poll(POLL));
            return results.size() >= 40;
        });

        assertThat(results).hasSize(40);
        for (int item = 0; item < 4; item++) {
            String name = "item-" + item;
            assertThat(results.stream()
                            .filter(result -> result.id().item().equals(name))
                            .map(result -> result.id().index()))
                    .isSorted()
                    .hasSize(10);
        }
    }

    @Test
    void noResultIsLostBetweenSubscriptionAndFirstPoll() {
        ResultSubscriber subscription = keep(resultSubscriber());
        TaskResult result = result("early", 7);
        keep(resultPublisher()).publish(result);

        List<TaskResult> results = new ArrayList<>();
        awaitUntil(() -> {
            results.addAll(subscription.poll(POLL));
            return !results.isEmpty();
        });

        assertThat(results).containsExactly(result);
    }

    protected final void publish(Task task) {
        try (TaskPublisher publisher = taskPublisher()) {
            publisher.publish(task);
        }
    }

    /** A subscriber that is closed at the end of the test. */
    protected final TaskSubscriber subscriber() {
        return keep(taskSubscriber());
    }

    protected final <T extends AutoCloseable> T keep(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    protected static Delivery await(TaskSubscriber subscriber) {
        List<Delivery> deliveries = new ArrayList<>();
        awaitUntil(() -> {
            Optional<Delivery> delivery = subscriber.poll(POLL);
            delivery.ifPresent(deliveries::add);
            return delivery.isPresent();
        });
        return deliveries.getFirst();
    }

    /** Polls on the test's own thread, as subscriptions want it. */
    protected static void awaitUntil(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("nothing came within %s", PATIENCE).isLessThan(deadline);
        }
    }

    protected static Task task(int index) {
        TaskId id = new TaskId("contract", 0, TaskKind.DIGEST, index, 1);
        return new Task.Digest(id, List.of(), new WorkRange(index, GuestOffset.ZERO, 0, 0, List.of()));
    }

    /** Random host offsets compress badly. */
    protected static List<Extent> manyExtents(int count) {
        Random random = new Random(1);
        CompressedUnit unit = new CompressedUnit(Codec.ZSTD, CompressedUnit.Framing.BARE, 65536);
        List<Extent> extents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            HostOffset host = new HostOffset(random.nextLong(1L << 50));
            Mapping mapping = new Mapping.Compressed(0, host, 1 + random.nextInt(65536), unit, 0);
            extents.add(new Extent(new GuestOffset(i * 65536L), 65536, mapping));
        }
        return extents;
    }

    private static Task largeTask() {
        TaskId id = new TaskId("large", 0, TaskKind.DIGEST, 0, 1);
        List<Extent> extents = manyExtents(1 << 16);
        return new Task.Digest(id, List.of(), new WorkRange(0, GuestOffset.ZERO, 1L << 32, 1L << 32, extents));
    }

    protected static TaskResult result(String item, int index) {
        return new TaskResult.Failed(
                new TaskId(item, 0, TaskKind.CONVERT, index, 1), ErrorCode.INTERNAL, "result " + index, true);
    }
}
