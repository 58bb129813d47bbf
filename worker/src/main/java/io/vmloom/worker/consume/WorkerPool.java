package io.vmloom.worker.consume;

import io.vmloom.cipher.KeyWrap;
import io.vmloom.object.LocalTargets;
import io.vmloom.queue.CancelledWork;
import io.vmloom.queue.ResultPublisher;
import io.vmloom.queue.TaskSubscriber;
import io.vmloom.store.Stores;
import io.vmloom.telemetry.Telemetry;
import io.vmloom.worker.convert.TaskRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** A worker: some slots, each converting one range at a time. */
public final class WorkerPool implements AutoCloseable {
    private final ExecutorService readThreads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<WorkerSlot> slots = new ArrayList<>();

    /**
     * Starts the slots.
     *
     * @param subscriptions makes the subscription of a slot, which the slot closes
     * @param results shared by all slots, closed by the caller
     * @param cancelled closed by the caller too
     * @param keys opens the keys that tasks carry
     */
    public WorkerPool(
            int slotCount,
            Supplier<TaskSubscriber> subscriptions,
            ResultPublisher results,
            CancelledWork cancelled,
            Stores stores,
            LocalTargets localTargets,
            KeyWrap keys,
            Telemetry telemetry) {
        TaskMeter meter = new TaskMeter(telemetry);
        meter.slots(slotCount);
        for (int number = 0; number < slotCount; number++) {
            TaskRunner runner = new TaskRunner(stores, localTargets, keys, cancelled::contains, readThreads);
            slots.add(new WorkerSlot("worker-" + number, subscriptions, results, cancelled, runner, meter));
        }
    }

    /** Stops taking tasks, lets those under way end, and gives back the rest. */
    @Override
    public void close() {
        slots.forEach(WorkerSlot::stop);
        slots.forEach(WorkerSlot::close);
        readThreads.shutdownNow();
    }
}
