package io.vmloom.worker.consume;

import io.vmloom.cipher.KeyWrap;
import io.vmloom.object.LocalTargets;
import io.vmloom.queue.BeatPublisher;
import io.vmloom.queue.CancelledWork;
import io.vmloom.queue.ResultPublisher;
import io.vmloom.queue.TaskSubscriber;
import io.vmloom.store.Stores;
import io.vmloom.telemetry.Telemetry;
import io.vmloom.worker.convert.TaskRunner;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** A worker: some slots, each converting one range at a time. */
public final class WorkerPool implements AutoCloseable {
    private final ExecutorService readThreads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<WorkerSlot> slots = new ArrayList<>();

    private final Presence presence;

    /** Starts the slots of a worker that nobody watches; see the other constructor. */
    public WorkerPool(
            int slotCount,
            Supplier<TaskSubscriber> subscriptions,
            ResultPublisher results,
            CancelledWork cancelled,
            Stores stores,
            LocalTargets localTargets,
            KeyWrap keys,
            Telemetry telemetry) {
        this(slotCount, subscriptions, results, cancelled, stores, localTargets, keys, telemetry, BeatPublisher.NONE);
    }

    /**
     * Starts the slots.
     *
     * @param subscriptions makes the subscription of a slot, which the slot closes
     * @param results shared by all slots, closed by the caller
     * @param cancelled closed by the caller too
     * @param keys opens the keys that tasks carry
     * @param beats where it tells what it does; closed by the caller
     */
    public WorkerPool(
            int slotCount,
            Supplier<TaskSubscriber> subscriptions,
            ResultPublisher results,
            CancelledWork cancelled,
            Stores stores,
            LocalTargets localTargets,
            KeyWrap keys,
            Telemetry telemetry,
            BeatPublisher beats) {
        presence = new Presence(WorkerNames.next(), slotCount, beats, InstantSource.system());
        TaskMeter meter = new TaskMeter(telemetry);
        meter.slots(slotCount);
        for (int number = 0; number < slotCount; number++) {
            TaskRunner runner = new TaskRunner(stores, localTargets, keys, cancelled::contains, readThreads);
            slots.add(new WorkerSlot(number, subscriptions, results, cancelled, runner, meter, presence));
        }
    }

    /** Stops taking tasks, lets those under way end, and gives back the rest. */
    @Override
    public void close() {
        slots.forEach(WorkerSlot::stop);
        slots.forEach(WorkerSlot::close);
        presence.close();
        readThreads.shutdownNow();
    }
}
