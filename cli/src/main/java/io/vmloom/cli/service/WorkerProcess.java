package io.vmloom.cli.service;

import io.vmloom.cipher.KeyWrap;
import io.vmloom.cli.config.Configuration;
import io.vmloom.cli.config.Setting;
import io.vmloom.queue.BeatPublisher;
import io.vmloom.queue.CancelledWork;
import io.vmloom.queue.ResultPublisher;
import io.vmloom.queue.kafka.KafkaQueues;
import io.vmloom.store.Stores;
import io.vmloom.telemetry.Telemetry;
import io.vmloom.worker.consume.SlotRange;
import io.vmloom.worker.consume.WorkerPool;

/** A worker of a cluster. */
public final class WorkerProcess implements AutoCloseable {
    private static final int MANY = 1024;
    private final Stores stores;
    private final ResultPublisher results;
    private final CancelledWork cancelled;
    private final BeatPublisher beats;
    private final WorkerPool pool;
    private final SlotRange slots;

    /** Starts it; tasks are taken from now on. */
    public WorkerProcess(Configuration configuration, Telemetry telemetry) {
        int wanted = configuration.number(Setting.WORKER_SLOTS, 0, MANY);
        slots = wanted == 0 ? UsualSlots.ofThisProcess() : SlotRange.always(wanted);
        KeyWrap keys = Connections.keyWrap(configuration);
        stores = Connections.stores(configuration, telemetry);
        KafkaQueues queues = KafkaQueues.open(Connections.kafka(configuration), stores);
        results = queues.resultPublisher();
        cancelled = queues.cancelledWork();
        beats = queues.beatPublisher();
        pool = new WorkerPool(
                slots,
                configuration.duration(Setting.WORKER_DRAIN),
                () -> queues.taskSubscriber(results),
                results,
                cancelled,
                stores,
                new NoLocalTargets(),
                keys,
                telemetry,
                beats);
    }

    public SlotRange slots() {
        return slots;
    }

    /** Takes no more tasks, ends those under way while there is time, and gives back the others. */
    @Override
    public void close() {
        pool.close();
        beats.close();
        cancelled.close();
        results.close();
        stores.close();
    }
}
