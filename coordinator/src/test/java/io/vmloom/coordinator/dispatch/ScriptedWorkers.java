package io.vmloom.coordinator.dispatch;

import io.vmloom.error.ErrorCode;
import io.vmloom.fragment.TaskResult;
import io.vmloom.fragment.WorkStats;
import io.vmloom.queue.TaskPublisher;
import io.vmloom.range.WorkRange;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import io.vmloom.task.TaskKind;
import io.vmloom.unit.GuestOffset;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Workers that do what the test says, and a clock that moves only while the board waits. */
final class ScriptedWorkers implements TaskPublisher, ResultInbox, InstantSource {
    static final String ITEM = "item";
    static final Instant START = Instant.EPOCH;

    final List<TaskId> published = new ArrayList<>();
    final List<Instant> publishedAt = new ArrayList<>();

    private final TreeMap<Instant, List<TaskResult>> coming = new TreeMap<>();
    private final Consumer<TaskId> script;
    private Instant now = START;

    /** The script is told of every task that is given out. */
    ScriptedWorkers(Consumer<TaskId> script) {
        this.script = script;
    }

    /** Pieces 0, 1, … of work. */
    static Iterator<Work> work(int pieces) {
        return IntStream.range(0, pieces)
                .mapToObj(index -> new Work(index, 512, attempt -> task(index, attempt)))
                .iterator();
    }

    static Task task(int index, int attempt) {
        WorkRange range = new WorkRange(index, GuestOffset.ZERO, 512, 0, List.of());
        return new Task.Digest(id(index, attempt), List.of(), range);
    }

    static TaskId id(int index, int attempt) {
        return new TaskId(ITEM, 1, TaskKind.DIGEST, index, attempt);
    }

    static TaskResult done(TaskId id) {
        return new TaskResult.Digested(id, List.of(), new WorkStats(0, 0, 0, 0, 0, 0));
    }

    static TaskResult failed(TaskId id, boolean retryable) {
        return new TaskResult.Failed(
                id, retryable ? ErrorCode.STORE_UNAVAILABLE : ErrorCode.IMAGE_INVALID, "reason of " + id, retryable);
    }

    /** Lets a result arrive when this much time has passed. */
    void report(TaskResult result, Duration after) {
        coming.computeIfAbsent(now.plus(after), time -> new ArrayList<>()).add(result);
    }

    @Override
    public void publish(Task task) {
        published.add(task.id());
        publishedAt.add(now);
        script.accept(task.id());
    }

    @Override
    public List<TaskResult> poll(Duration timeout) {
        if (coming.isEmpty() || coming.firstKey().isAfter(now.plus(timeout))) {
            now = now.plus(timeout);
            return List.of();
        }
        now = coming.firstKey().isAfter(now) ? coming.firstKey() : now;
        return coming.pollFirstEntry().getValue();
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void close() {}
}
