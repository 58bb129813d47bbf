package io.vmloom.cli.engine;

import io.vmloom.cipher.KeyWrap;
import io.vmloom.cipher.Secrets;
import io.vmloom.coordinator.app.Coordinator;
import io.vmloom.coordinator.dispatch.DispatchPolicy;
import io.vmloom.coordinator.pipeline.KeyAccess;
import io.vmloom.coordinator.schedule.Schedule;
import io.vmloom.object.Durability;
import io.vmloom.object.LocalWrites;
import io.vmloom.object.OpenLocalTargets;
import io.vmloom.queue.CancelledWork;
import io.vmloom.store.Stores;
import io.vmloom.telemetry.Telemetry;
import io.vmloom.worker.consume.WorkerPool;
import java.util.ArrayList;
import java.util.List;

/** A coordinator and its workers in this process. */
public final class Engine implements AutoCloseable {
    private final Stores stores;
    private final Transport transport;
    private final List<WorkerPool> workers = new ArrayList<>();
    private final Coordinator coordinator;

    /**
     * Starts them.
     *
     * @param stores closed with the engine
     * @param transport closed with the engine
     * @param keys seals and opens what tasks carry
     * @param workerCount how many workers
     * @param slots ranges that one worker converts at once
     * @param items under way at once
     */
    public Engine(Stores stores, Transport transport, KeyWrap keys, int workerCount, int slots, int items) {
        this(stores, transport, keys, workerCount, slots, items, Durability.SYNCED);
    }

    private Engine(
            Stores stores,
            Transport transport,
            KeyWrap keys,
            int workerCount,
            int slots,
            int items,
            Durability durability) {
        this.stores = stores;
        this.transport = transport;
        OpenLocalTargets localTargets =
                new OpenLocalTargets(LocalWrites.of(Math.multiplyExact(workerCount, slots), durability));
        this.coordinator = new Coordinator(
                stores,
                localTargets,
                transport.tasks(),
                transport.resultSubscription(),
                DispatchPolicy.DEFAULT,
                Schedule.ofOneProcess(items),
                new KeyAccess(keys, Secrets.OF_THIS_HOST));
        for (int i = 0; i < workerCount; i++) {
            workers.add(new WorkerPool(
                    slots,
                    transport.taskSubscriptions(),
                    transport.results(),
                    CancelledWork.NONE,
                    stores,
                    localTargets,
                    keys,
                    Telemetry.none()));
        }
    }

    /** One worker in this process, for one image after the other; queues in memory, stores by the environment. */
    public static Engine inProcess(int slots) {
        return inProcess(slots, Durability.SYNCED);
    }

    /** @param durability of local targets */
    public static Engine inProcess(int slots, Durability durability) {
        return new Engine(CommandStores.open(), Transport.local(), KeyWrap.ofThisProcess(), 1, slots, 1, durability);
    }

    public Coordinator coordinator() {
        return coordinator;
    }

    public Stores stores() {
        return stores;
    }

    @Override
    public void close() {
        workers.forEach(WorkerPool::close);
        coordinator.close();
        transport.close();
        stores.close();
    }
}
