package io.vmloom.worker.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cipher.KeyWrap;
import io.vmloom.extent.Extent;
import io.vmloom.extent.Mapping;
import io.vmloom.fragment.TaskResult;
import io.vmloom.object.OpenLocalTargets;
import io.vmloom.queue.BeatPublisher;
import io.vmloom.queue.CancelledWork;
import io.vmloom.queue.TaskSubscriber;
import io.vmloom.queue.local.LocalQueues;
import io.vmloom.range.WorkRange;
import io.vmloom.source.ByteSource;
import io.vmloom.source.SourceIdentity;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Stores;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import io.vmloom.task.TaskKind;
import io.vmloom.telemetry.Telemetry;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CancelledWorkTest {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int EXTENT_BYTES = 1 << 20;
    private static final int EXTENTS = 256;

    private final LocalQueues queues = new LocalQueues();
    private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
    private final Disks disks = new Disks();

    @Test
    void waitingTasksAreAcknowledgedAndNotDone() {
        cancelled.add("gone");
        publish("gone", 0);
        publish("gone", 1);
        publish("kept", 0);

        List<TaskResult> results = resultsOfAWorker();

        assertThat(results).extracting(result -> result.id().item()).containsExactly("kept");
        assertThat(disks.opened).hasValue(1);
        assertNothingWaits();
    }

    @Test
    void aRunningTaskStopsWithinItsWindowAndIsAcknowledged() {
        disks.whenRead = () -> cancelled.add("gone");
        publish("gone", 0);
        publish("kept", 1);

        List<TaskResult> results = resultsOfAWorker();

        assertThat(results).extracting(result -> result.id().item()).containsExactly("kept");
        long both = 2L * EXTENTS * EXTENT_BYTES;
        assertThat(disks.readBytes.get())
                .as("bytes read of both tasks")
                .isLessThan(Math.toIntExact(both) / 8 * 5)
                .isGreaterThan(Math.toIntExact(both / 2));
        assertNothingWaits();
    }

    @Test
    void aWorkerThatIsStoppedGivesBackWhatItHasNoTimeFor() throws InterruptedException {
        CountDownLatch read = new CountDownLatch(1);
        disks.whenRead = read::countDown;
        publish("kept", 0);
        try (WorkerPool _ = new WorkerPool(
                SlotRange.always(1),
                Duration.ZERO,
                queues::taskSubscriber,
                queues.resultPublisher(),
                new Heard(),
                disks,
                new OpenLocalTargets(),
                KeyWrap.absent(),
                Telemetry.none(),
                BeatPublisher.NONE)) {
            assertThat(read.await(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(queues.resultSubscriber().poll(Duration.ZERO)).isEmpty();
        try (TaskSubscriber next = queues.taskSubscriber()) {
            assertThat(next.poll(POLL))
                    .map(delivery -> delivery.task().id().item())
                    .contains("kept");
        }
    }

    /** Of one slot, until the first one came. */
    private List<TaskResult> resultsOfAWorker() {
        List<TaskResult> results = new ArrayList<>();
        try (WorkerPool _ = new WorkerPool(
                1,
                queues::taskSubscriber,
                queues.resultPublisher(),
                new Heard(),
                disks,
                new OpenLocalTargets(),
                KeyWrap.absent(),
                Telemetry.none())) {
            while (results.isEmpty()) {
                results.addAll(queues.resultSubscriber().poll(POLL));
            }
        }
        results.addAll(queues.resultSubscriber().poll(Duration.ZERO));
        return results;
    }

    private void assertNothingWaits() {
        try (TaskSubscriber next = queues.taskSubscriber()) {
            assertThat(next.poll(POLL)).isEmpty();
        }
    }

    private void publish(String item, int index) {
        List<Extent> extents = new ArrayList<>();
        for (int i = 0; i < EXTENTS; i++) {
            long at = (long) i * EXTENT_BYTES;
            extents.add(new Extent(new GuestOffset(at), EXTENT_BYTES, new Mapping.Data(0, new HostOffset(at))));
        }
        long lengthBytes = (long) EXTENTS * EXTENT_BYTES;
        ObjectVersion disk =
                new ObjectVersion(new Location.InBucket("disks", "disk"), lengthBytes, "tag", false, Map.of());
        queues.taskPublisher()
                .publish(new Task.Digest(
                        new TaskId(item, 0, TaskKind.DIGEST, index, 1),
                        List.of(disk),
                        new WorkRange(index, GuestOffset.ZERO, lengthBytes, lengthBytes, extents)));
    }

    private final class Heard implements CancelledWork {
        @Override
        public boolean contains(TaskId task) {
            return cancelled.contains(task.item());
        }

        @Override
        public void close() {}
    }

    /** Any disk, full of zeros that are data. */
    private static final class Disks implements Stores {
        private final AtomicInteger opened = new AtomicInteger();
        private final AtomicInteger readBytes = new AtomicInteger();
        private volatile Runnable whenRead = () -> {};

        @Override
        public ByteSource open(ObjectVersion version) {
            opened.incrementAndGet();
            return new ByteSource() {
                @Override
                public String name() {
                    return "disk";
                }

                @Override
                public long sizeBytes() {
                    return version.sizeBytes();
                }

                @Override
                public SourceIdentity identity() {
                    throw new AssertionError("not asked for");
                }

                @Override
                public void read(long offset, ByteBuffer destination) {
                    whenRead.run();
                    readBytes.addAndGet(destination.remaining());
                    destination.position(destination.limit());
                }
            };
        }

        @Override
        public ObjectStore objects(Location.InBucket location) {
            throw new AssertionError(location);
        }

        @Override
        public ObjectVersion pin(Location location) {
            throw new AssertionError(location);
        }

        @Override
        public void close() {}
    }
}
