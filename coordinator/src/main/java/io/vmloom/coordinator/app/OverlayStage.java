package io.vmloom.coordinator.app;

import io.vmloom.coordinator.estimate.RehearsalStage;
import io.vmloom.fragment.TaskResult;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Requests;
import io.vmloom.store.Stores;
import io.vmloom.store.meter.MeteredStore;
import io.vmloom.store.meter.RequestMeter;
import io.vmloom.store.overlay.OverlayStores;
import io.vmloom.task.Task;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/** A stage over real stores, which are only read. */
public final class OverlayStage implements RehearsalStage {
    private final RequestMeter meter = new RequestMeter();
    private final OverlayStores stores;
    private final Function<Task, TaskResult> worker;

    private OverlayStage(Stores below, WorkerRehearsal workers, double compressedTo) {
        this.stores = new OverlayStores(below, store -> new MeteredStore(store, meter));
        this.worker = workers.of(stores, this::read, compressedTo);
    }

    /** @param below not closed here */
    public static DoubleFunction<RehearsalStage> over(Stores below, WorkerRehearsal workers) {
        return compressedTo -> new OverlayStage(below, workers, compressedTo);
    }

    @Override
    public Stores stores() {
        return stores;
    }

    @Override
    public ObjectVersion keep(Location.OnDisk file, Content content) {
        return stores.keep(file, content);
    }

    @Override
    public TaskResult work(Task task) {
        return worker.apply(task);
    }

    @Override
    public Requests requests() {
        return meter.sum();
    }

    private void read(ObjectVersion file, long lengthBytes) {
        if (file.location() instanceof Location.InBucket) {
            meter.get(lengthBytes);
        }
    }
}
