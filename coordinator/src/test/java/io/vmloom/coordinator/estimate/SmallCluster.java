package io.vmloom.coordinator.estimate;

import io.vmloom.cipher.KeyWrap;
import io.vmloom.cipher.Secret;
import io.vmloom.coordinator.app.Coordinator;
import io.vmloom.coordinator.app.OverlayStage;
import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.dispatch.DispatchPolicy;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.BatchListener;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.pipeline.KeyAccess;
import io.vmloom.coordinator.schedule.Schedule;
import io.vmloom.coordinator.schedule.Share;
import io.vmloom.coordinator.state.RecoveredBatch;
import io.vmloom.coordinator.state.StateRecord;
import io.vmloom.object.OpenLocalTargets;
import io.vmloom.queue.CancelledWork;
import io.vmloom.queue.TaskPublisher;
import io.vmloom.queue.local.LocalQueues;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Precondition;
import io.vmloom.store.Requests;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.Stores;
import io.vmloom.store.memory.MemoryObjectStore;
import io.vmloom.store.meter.MeteredStore;
import io.vmloom.store.meter.RequestMeter;
import io.vmloom.store.overlay.ReadOnlyStore;
import io.vmloom.store.route.ConfiguredStores;
import io.vmloom.task.Task;
import io.vmloom.telemetry.Telemetry;
import io.vmloom.worker.consume.WorkerPool;
import io.vmloom.worker.convert.TaskRehearsal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A coordinator and a worker over one store, in which what is done is counted. */
final class SmallCluster implements AutoCloseable {
    static final KeyAccess KEYS = new KeyAccess(
            KeyWrap.ofThisProcess(), _ -> new Secret("correct horse".getBytes(StandardCharsets.US_ASCII)));

    static final int MOST_AT_ONCE = 4;

    private final MemoryObjectStore store;
    private final RequestMeter meter = new RequestMeter();
    private final AtomicLong tasks = new AtomicLong();
    private final CountedLog log = new CountedLog();
    private final OpenLocalTargets files = new OpenLocalTargets();
    private final LocalQueues queues = new LocalQueues();
    private final Stores stores;
    private final Coordinator coordinator;
    private final WorkerPool workers;

    SmallCluster(StoreCapabilities capabilities) {
        store = new MemoryObjectStore(capabilities);
        store.createBucket("disks");
        stores = new ConfiguredStores(_ -> new MeteredStore(store, meter));
        coordinator = new Coordinator(
                stores,
                files,
                counted(),
                queues.resultSubscriber(),
                DispatchPolicy.DEFAULT,
                Schedule.ofOneProcess(1),
                KEYS);
        workers = new WorkerPool(
                2,
                queues::taskSubscriber,
                queues.resultPublisher(),
                CancelledWork.NONE,
                stores,
                files,
                KEYS.wrap(),
                Telemetry.none());
    }

    private TaskPublisher counted() {
        TaskPublisher publisher = queues.taskPublisher();
        return new TaskPublisher() {
            @Override
            public void publish(Task task) {
                tasks.incrementAndGet();
                publisher.publish(task);
            }

            @Override
            public void close() {
                publisher.close();
            }
        };
    }

    void put(String key, byte[] bytes) {
        store.put(new Location.InBucket("disks", key), Content.of(bytes), Map.of(), Precondition.NONE);
    }

    byte[] get(String key) {
        ObjectVersion object = store.head(new Location.InBucket("disks", key)).orElseThrow();
        byte[] bytes = new byte[Math.toIntExact(object.sizeBytes())];
        store.read(object, 0, ByteBuffer.wrap(bytes));
        return bytes;
    }

    /** On stores that may not be written to. */
    Estimate rehearse(List<ConversionRequest> items) {
        return rehearse(items, new ReadOnlyStore(store), new Cancellation());
    }

    /** Without anything that counts or refuses. */
    MemoryObjectStore store() {
        return store;
    }

    static Estimate rehearse(List<ConversionRequest> items, ObjectStore on, Cancellation cancellation) {
        DryRun dryRun = new DryRun(
                OverlayStage.over(
                        ConfiguredStores.of(on),
                        (over, reads, compressedTo) -> new TaskRehearsal(over, reads, compressedTo)::run),
                KEYS,
                MOST_AT_ONCE);
        return dryRun.run(batch(items), Throughput.USUAL, cancellation);
    }

    /** What a run took, and what came of it. */
    record Done(List<ItemReport> reports, Requests requests, Messages messages) {}

    Done run(List<ConversionRequest> items) {
        Requests before = meter.sum();
        long tasksBefore = tasks.get();
        long recordsBefore = log.records();
        Batch batch = batch(items);
        log.append(new StateRecord.BatchSubmitted(batch, Instant.EPOCH));
        List<ItemReport> reports = coordinator.resume(
                RecoveredBatch.fresh(batch, Instant.EPOCH),
                log,
                new Share(batch.terms()),
                BatchListener.NONE,
                new Cancellation());
        long given = tasks.get() - tasksBefore;
        return new Done(reports, minus(meter.sum(), before), new Messages(given, given, log.records() - recordsBefore));
    }

    private static Requests minus(Requests all, Requests before) {
        return all.plus(new Requests(
                -before.gets(),
                -before.heads(),
                -before.puts(),
                -before.copies(),
                -before.lists(),
                -before.deletes(),
                -before.readBytes(),
                -before.writtenBytes()));
    }

    private static Batch batch(List<ConversionRequest> items) {
        return new Batch("b00-run", "batch", items);
    }

    @Override
    public void close() {
        workers.close();
        coordinator.close();
    }
}
