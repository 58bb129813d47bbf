package io.vmloom.coordinator.app;

import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.fragment.TaskResult;
import io.vmloom.queue.ResultSubscriber;
import io.vmloom.queue.TaskPublisher;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import io.vmloom.task.TaskKind;
import io.vmloom.telemetry.Metric;
import io.vmloom.telemetry.Telemetry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Counts tasks as they go out and results as they come in. What is out and not back is the backlog: all that waits in the
 * queue or runs on some worker, which is what workers are scaled by. Thread-safe.
 */
public final class TaskMeter {
    private static final String DONE = "done";
    private static final String FAILED = "failed";

    private final Telemetry telemetry;
    private final Map<String, Set<TaskId>> out = new ConcurrentHashMap<>();

    public TaskMeter(Telemetry telemetry) {
        this.telemetry = telemetry;
        // What was not there before is no increase: whoever watches for the first one needs a zero before it.
        for (TaskKind kind : TaskKind.values()) {
            telemetry.add(Metric.TASK_ATTEMPTS, 0, label(kind));
            telemetry.add(Metric.TASK_RETRIES, 0, label(kind));
            telemetry.add(Metric.TASK_RESULTS, 0, label(kind), DONE);
            telemetry.add(Metric.TASK_RESULTS, 0, label(kind), FAILED);
        }
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

    /** What any item of a batch still had out counts no more. */
    void forgetBatch(String batch) {
        out.keySet().removeIf(item -> BatchIds.ofItem(item).equals(batch));
    }

    /** What an item still had out counts no more; nobody waits for it. */
    void forget(String item) {
        out.remove(item);
    }

    /**
     * Sets the gauge to what is out now.
     *
     * @param ours whether an item is still this coordinator's; what others go on with, they count
     */
    void measure(Predicate<String> ours) {
        out.keySet().removeIf(ours.negate());
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
        Set<TaskId> ofItem = out.get(id.item());
        if (ofItem == null) {
            return; // every coordinator hears of every result
        }
        boolean failed = result instanceof TaskResult.Failed;
        telemetry.add(Metric.TASK_RESULTS, 1, kind(id), failed ? FAILED : DONE);
        if (!failed) {
            ofItem.remove(firstAttempt(id));
        }
    }

    private static TaskId firstAttempt(TaskId id) {
        return new TaskId(id.item(), id.generation(), id.kind(), id.index(), 1);
    }

    private static String kind(TaskId id) {
        return label(id.kind());
    }

    private static String label(TaskKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
