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
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker: some slots, each converting one range at a time, as many as are worthwhile. */
public final class WorkerPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);

    /** Of whoever does not say for how long tasks under way are waited for. */
    private static final Duration UNTIL_DONE = Duration.ofDays(1);

    /** Several tasks end in it. */
    private static final Duration PERIOD = Duration.ofSeconds(15);

    private final ExecutorService readThreads = Executors.newVirtualThreadPerTaskExecutor();
    private final Deque<WorkerSlot> slots = new ArrayDeque<>();
    private final Deque<WorkerSlot> leaving = new ArrayDeque<>();
    private final Workplace place;
    private final Duration drain;
    private final Optional<Thread> governing;
    private int hired;

    /**
     * Starts slots, always as many, of a worker that nobody watches.
     *
     * @see #WorkerPool(SlotRange, Duration, Supplier, ResultPublisher, CancelledWork, Stores, LocalTargets, KeyWrap,
     *     Telemetry, BeatPublisher)
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
        this(
                SlotRange.always(slotCount),
                UNTIL_DONE,
                subscriptions,
                results,
                cancelled,
                stores,
                localTargets,
                keys,
                telemetry,
                BeatPublisher.NONE);
    }

    /**
     * Starts the slots.
     *
     * @param drain for how long tasks under way are waited for when it is closed; then they are given back
     * @param subscriptions makes the subscription of a slot, which the slot closes
     * @param results shared by all slots, closed by the caller
     * @param cancelled closed by the caller too
     * @param keys opens the keys that tasks carry
     * @param beats where it tells what it does; closed by the caller
     */
    public WorkerPool(
            SlotRange range,
            Duration drain,
            Supplier<TaskSubscriber> subscriptions,
            ResultPublisher results,
            CancelledWork cancelled,
            Stores stores,
            LocalTargets localTargets,
            KeyWrap keys,
            Telemetry telemetry,
            BeatPublisher beats) {
        this.drain = drain;
        place = new Workplace(
                subscriptions,
                results,
                cancelled,
                stopped -> new TaskRunner(stores, localTargets, keys, stopped, readThreads),
                new TaskMeter(telemetry),
                new SlotLedger(),
                new Presence(WorkerNames::next, this::size, beats, InstantSource.system()));
        resize(range.least());
        governing = range.most() == range.least()
                ? Optional.empty()
                : Optional.of(Thread.ofVirtual().name("slots").start(() -> govern(new SlotGovernor(range))));
    }

    private void govern(SlotGovernor governor) {
        int cores = Runtime.getRuntime().availableProcessors();
        long cpu = cpuNanos();
        long since = System.nanoTime();
        try {
            while (true) {
                Thread.sleep(PERIOD);
                long now = System.nanoTime();
                long spent = cpuNanos();
                Observation seen = place.ledger().close(size(), now - since, spent - cpu, cores);
                since = now;
                cpu = spent;
                resize(governor.decide(seen));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized int size() {
        return slots.size();
    }

    /** Slots that are too many end their tasks first. */
    private synchronized void resize(int wanted) {
        if (wanted != slots.size()) {
            LOG.atInfo().addKeyValue("slots", wanted).log("tasks are taken by so many slots");
            place.meter().slots(wanted - slots.size());
        }
        leaving.removeIf(WorkerSlot::hasEnded);
        while (slots.size() < wanted) {
            slots.add(new WorkerSlot(hired++, place));
        }
        while (slots.size() > wanted) {
            WorkerSlot last = slots.removeLast();
            last.stop();
            leaving.add(last);
        }
    }

    private static long cpuNanos() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        return system instanceof com.sun.management.OperatingSystemMXBean known ? known.getProcessCpuTime() : 0;
    }

    /** Stops taking tasks, lets those under way end while there is time, and gives back the rest. */
    @Override
    public void close() {
        governing.ifPresent(WorkerPool::end);
        slots.forEach(WorkerSlot::stop);
        leaving.addAll(slots);
        long deadline = System.nanoTime() + drain.toNanos();
        leaving.removeIf(slot -> slot.awaitEnd(Duration.ofNanos(Math.max(1, deadline - System.nanoTime()))));
        leaving.forEach(WorkerSlot::hurry);
        leaving.forEach(WorkerSlot::close);
        place.presence().close();
        readThreads.shutdownNow();
    }

    private static void end(Thread thread) {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
