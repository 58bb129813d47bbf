package io.vmloom.coordinator.simulation;

import io.vmloom.cipher.KeyWrap;
import io.vmloom.coordinator.dispatch.Pause;
import io.vmloom.coordinator.dispatch.ResultInbox;
import io.vmloom.error.StoreException;
import io.vmloom.fragment.TaskResult;
import io.vmloom.object.OpenLocalTargets;
import io.vmloom.queue.TaskPublisher;
import io.vmloom.store.Stores;
import io.vmloom.task.Task;
import io.vmloom.worker.convert.TaskRunner;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/**
 * The queue, the workers and the clock of a simulation. Nothing happens but while the coordinator waits for results, in
 * its own thread; what happens then, and in which order, comes from the seed.
 */
final class World implements TaskPublisher, ResultInbox, InstantSource, Pause, AutoCloseable {
    /** Coordinators have it too. */
    static final KeyWrap KEYS = KeyWrap.ofThisProcess();

    private final RandomGenerator random;
    private final Faults faults;
    private final ExecutorService readThreads = Executors.newVirtualThreadPerTaskExecutor();
    private final TaskRunner runner;
    private final List<Task> queue = new ArrayList<>();
    private final List<Task> stalled = new ArrayList<>();
    private final List<TaskResult> reported = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private int runs;

    World(RandomGenerator random, Faults faults, Stores stores, OpenLocalTargets localTargets) {
        this.random = random;
        this.faults = faults;
        this.runner = new TaskRunner(stores, localTargets, KEYS, _ -> false, readThreads);
    }

    int runs() {
        return runs;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void of(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public void publish(Task task) {
        if (happens(faults.store())) {
            if (random.nextBoolean()) {
                queue.add(task);
            }
            throw StoreException.unavailable("queue", "the broker did not answer", null);
        }
        queue.add(task);
    }

    @Override
    public List<TaskResult> poll(Duration timeout) {
        for (int steps = random.nextInt(1, 4); steps > 0; steps--) {
            step();
        }
        now = now.plus(timeout.dividedBy(1 + random.nextInt(4)));
        List<TaskResult> delivered = new ArrayList<>();
        for (TaskResult result : List.copyOf(reported)) {
            if (!happens(faults.delay())) {
                reported.remove(result);
                delivered.add(result);
            }
        }
        return delivered;
    }

    /** Nobody was there to hear of these. */
    void loseResults() {
        reported.removeIf(result -> random.nextBoolean());
    }

    /** What stalled workers do when they wake up after all has ended. */
    void wakeTheDead() {
        for (Task task : List.copyOf(stalled)) {
            run(task);
        }
        queue.forEach(this::run);
        stalled.clear();
        queue.clear();
    }

    private void step() {
        if (!stalled.isEmpty() && happens(0.05)) {
            reported.add(run(stalled.remove(random.nextInt(stalled.size()))));
        }
        if (queue.isEmpty()) {
            return;
        }
        int chosen = random.nextInt(queue.size());
        Task task = queue.get(chosen);
        if (happens(faults.crash())) {
            return;
        }
        if (happens(faults.zombie())) {
            stalled.add(queue.remove(chosen));
            return;
        }
        TaskResult result = run(task);
        if (happens(faults.silentCrash())) {
            return;
        }
        if (!happens(faults.duplicate())) {
            queue.remove(chosen);
        }
        reported.add(result);
    }

    private TaskResult run(Task task) {
        runs++;
        return runner.run(task);
    }

    private boolean happens(double likelihood) {
        return random.nextDouble() < likelihood;
    }

    @Override
    public void close() {
        runner.close();
        readThreads.shutdownNow();
    }
}
