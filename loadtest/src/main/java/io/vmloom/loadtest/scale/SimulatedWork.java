package io.vmloom.loadtest.scale;

import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.error.ConversionException;
import io.vmloom.fragment.TaskResult;
import io.vmloom.loadtest.launch.Member;
import io.vmloom.queue.ResultPublisher;
import io.vmloom.store.Stores;
import io.vmloom.task.Task;
import io.vmloom.worker.convert.TaskRehearsal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers tasks, at once or after a while, of data that nobody reads; or keeps the answers until they are asked for. Thread-safe. */
final class SimulatedWork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SimulatedWork.class);

    private final TaskRehearsal rehearsal;
    private final ResultPublisher results;
    private final Duration taskTime;
    private final Tally tasks = new Tally();
    private final Tally answers = new Tally();
    private final List<TaskResult> held = new ArrayList<>();
    private boolean holding;

    /**
     * @param stores hear of what is stored, at no cost
     * @param results closed with this
     * @param taskTime for which each task seems to be worked at
     */
    SimulatedWork(Stores stores, ResultPublisher results, Duration taskTime) {
        this.rehearsal = new TaskRehearsal(stores, (_, _) -> {}, 1);
        this.results = results;
        this.taskTime = taskTime;
    }

    /** By when they were published. */
    Tally tasks() {
        return tasks;
    }

    /** By when they had been published. */
    Tally answers() {
        return answers;
    }

    /**
     * Returns when the task is answered, unless answers are held.
     *
     * @param publishedMillis when its coordinator had sent it
     */
    void run(Task task, long publishedMillis) {
        tasks.add(BatchIds.ofItem(task.id().item()), publishedMillis);
        TaskResult result = rehearsal.run(task);
        Member.pause(taskTime);
        if (!isHeld(result)) {
            publish(result);
        }
    }

    synchronized void hold() {
        holding = true;
    }

    synchronized int held() {
        return held.size();
    }

    /** Publishes all that was held, side by side, and holds no more. Answers how many there were. */
    int release() {
        List<TaskResult> released;
        synchronized (this) {
            holding = false;
            released = List.copyOf(held);
            held.clear();
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            released.forEach(result -> threads.execute(() -> publish(result)));
        }
        return released.size();
    }

    private synchronized boolean isHeld(TaskResult result) {
        if (holding) {
            held.add(result);
        }
        return holding;
    }

    /** What is lost is given out again after its deadline. */
    private void publish(TaskResult result) {
        try {
            results.publish(result);
            answers.add(BatchIds.ofItem(result.id().item()), System.currentTimeMillis());
        } catch (ConversionException e) {
            LOG.atWarn().setCause(e).log("a result could not be published");
        }
    }

    @Override
    public void close() {
        results.close();
    }
}
