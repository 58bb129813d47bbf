package io.vmloom.coordinator.app;

import io.vmloom.fragment.TaskResult;
import io.vmloom.queue.ResultSubscriber;
import io.vmloom.queue.TaskPublisher;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import io.vmloom.telemetry.Metric;
import io.vmloom.telemetry.Telemetry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts tasks as they go out and results as they come in. What is out and not back is the backlog: all that waits in the
 * queue or runs on some worker, which is what workers are scaled by. Thread-safe.
 */
public final class TaskMeter {
    private final Telemetry telemetry;
    private final Map<String, Set<TaskId>> out = new ConcurrentHashMap<>();

    public TaskMeter(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    /** The same publisher, counted. */
    public TaskPublisher counted(TaskPublisher tasks) {
        return new TaskPublisher() {
            @Override
            public void publish(Task task) {
                published(task.id());
                tasks.publish(task);
            }

            @Override
            public void close() {
                tasks.close();
            }
        };
    }

    /** The same subscriber, counted. */
    public ResultSubscriber counted(ResultSubscriber results) {
        return new ResultSubscriber() {
            @Override
            public List<TaskResult> poll(Duration timeout) {
                List<TaskResult> polled = results.poll(timeout);
                polled.forEach(TaskMeter.this::came);
                return polled;
            }

            @Override
            public void close() {
                results.close();
            }
        };
    }

    /** What an item still had out counts no more; nobody waits for it. */
    void forget(String item) {
        out.remove(item);
    }

    /** Sets the gauge to what is out now. */
    void measure() {
        telemetry.set(Metric.TASK_BACKLOG, backlog());
    }

    /** How many tasks are out and not back. */
    long backlog() {
        return out.values().stream().mapToInt(Set::size).sum();
    }

    private void published(TaskId id) {
        telemetry.add(Metric.TASK_ATTEMPTS, 1, kind(id));
        if (id.attempt() > 1) {
            telemetry.add(Metric.TASK_RETRIES, 1, kind(id));
        }
        out.computeIfAbsent(id.item(), _ -> ConcurrentHashMap.newKeySet()).add(firstAttempt(id));
    }

    private void came(TaskResult result) {
        TaskId id = result.id();
        boolean failed = result instanceof TaskResult.Failed;
        telemetry.add(Metric.TASK_RESULTS, 1, kind(id), failed ? "failed" : "done");
        Set<TaskId> ofItem = out.get(id.item());
        if (ofItem != null && !failed) {
            ofItem.remove(firstAttempt(id));
        }
    }

    private static TaskId firstAttempt(TaskId id) {
        return new TaskId(id.item(), id.generation(), id.kind(), id.index(), 1);
    }

    private static String kind(TaskId id) {
        return id.kind().name().toLowerCase(Locale.ROOT);
    }
}
