package io.vmloom.coordinator.app;

import io.vmloom.coordinator.job.BatchListener;
import io.vmloom.coordinator.watch.BatchWatch;
import io.vmloom.coordinator.watch.ItemWatch;
import io.vmloom.coordinator.watch.Scaling;
import io.vmloom.coordinator.watch.WorkerBook;
import io.vmloom.error.ConversionException;
import io.vmloom.queue.BeatSubscriber;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people watch: the items that are under way and the last ones that ended, and what workers tell of themselves.
 * Thread-safe.
 */
public final class Watch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final Duration POLL = Duration.ofMillis(500);

    /** Items whose maps are kept, those under way among them: some ten megabytes. */
    private static final int MOST_ITEMS = 300;

    private static final int MOST_BATCHES = 1000;

    private final InstantSource clock = InstantSource.system();
    private final Latest<ItemWatch> items = new Latest<>(MOST_ITEMS, () -> new ItemWatch(clock));
    private final Latest<BatchWatch> batches = new Latest<>(MOST_BATCHES, () -> new BatchWatch(clock));
    private final WorkerBook workers = new WorkerBook(clock);
    private final BeatSubscriber beats;
    private final int tasksPerWorker;
    private final Thread thread;
    private volatile boolean open = true;

    /**
     * @param beats closed here
     * @param tasksPerWorker by which workers are scaled
     */
    public Watch(BeatSubscriber beats, int tasksPerWorker) {
        this.beats = beats;
        this.tasksPerWorker = tasksPerWorker;
        this.thread = Thread.ofVirtual().name("beats").start(this::listen);
    }

    /** The same listener, and what it hears of a batch can be watched. */
    BatchListener watched(String batch, BatchListener listener) {
        return new WatchedBatch(this, batch, listener);
    }

    /** Of a batch; nothing has happened in one that ended long ago. */
    public BatchWatch batch(String id) {
        return batches.get(id);
    }

    /** Empty for an item that has not begun here, and for one that ended long ago. */
    public Optional<ItemWatch> item(String id) {
        return items.find(id);
    }

    public WorkerBook workers() {
        return workers;
    }

    /**
     * What an autoscaler should make of a backlog.
     *
     * @param backlog of all coordinators
     */
    public Scaling scaling(long backlog) {
        int alive = 0;
        long running = 0;
        for (WorkerBook.View worker : workers.workers()) {
            alive += worker.alive() ? 1 : 0;
            running += worker.running();
        }
        return new Scaling(backlog, running, tasksPerWorker, alive);
    }

    ItemWatch begin(String id) {
        return items.get(id);
    }

    private void listen() {
        while (open) {
            try {
                beats.poll(POLL).forEach(workers::hear);
                if (beats == BeatSubscriber.NONE) {
                    return;
                }
            } catch (ConversionException e) {
                LOG.atDebug().setCause(e).log("what workers do could not be read, trying again");
                LockSupport.parkNanos(POLL.toNanos());
            }
        }
    }

    @Override
    public void close() {
        open = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        beats.close();
    }
}
