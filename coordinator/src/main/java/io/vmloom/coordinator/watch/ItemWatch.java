package io.vmloom.coordinator.watch;

import io.vmloom.coordinator.watch.GuestShape.Span;
import io.vmloom.fragment.TaskResult;
import io.vmloom.fragment.WorkStats;
import io.vmloom.task.TaskId;
import io.vmloom.task.TaskKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What can be watched of one item; a few ten kilobytes, however large its disk is. Thread-safe. */
public final class ItemWatch {
    private static final int MOST_TROUBLES = 20;

    private final InstantSource clock;
    private final History history;
    private final TaskTimes times = new TaskTimes();
    private final Deque<Trouble> troubles = new ArrayDeque<>();
    private final Map<Work, OpenTask> open = new HashMap<>();
    private Optional<GuestMap> guest = Optional.empty();
    private Optional<TargetMap> target = Optional.empty();
    private Amounts before = Amounts.NONE;
    private boolean verifying;

    public ItemWatch(InstantSource clock) {
        this.clock = clock;
        this.history = new History(clock.instant());
    }

    private record Work(int generation, TaskKind kind, int index) {
        static Work of(TaskId id) {
            return new Work(id.generation(), id.kind(), id.index());
        }
    }

    /**
     * At one moment.
     *
     * @param total what went through, before this coordinator had the item too
     * @param tasks that are out, those that run longest first
     * @param troubles the last ones, the youngest first
     */
    public record View(
            Optional<GuestMap.View> guest,
            Optional<TargetMap.View> target,
            Amounts total,
            History.View history,
            Optional<TaskTimes.Quantiles> times,
            List<TaskView> tasks,
            List<Trouble> troubles) {
        public View {
            tasks = List.copyOf(tasks);
            troubles = List.copyOf(troubles);
        }
    }

    public synchronized void hear(WorkEvent event) {
        switch (event) {
            case WorkEvent.Planned(GuestShape shape, long frontBytes) -> {
                guest = Optional.of(new GuestMap(shape));
                target = Optional.of(new TargetMap(shape.ranges(), frontBytes));
                open.clear();
            }
            case WorkEvent.Issued(var task, int attempt) -> {
                open.put(Work.of(task.id()), OpenTask.of(task, attempt, clock.instant()));
                if (task.id().kind() == TaskKind.CONVERT) {
                    guest.ifPresent(map -> map.issued(task.id().index()));
                }
            }
            case WorkEvent.Accepted(TaskResult result) -> accept(result);
            case WorkEvent.Known(TaskResult.Converted result) -> {
                before = before.plus(Amounts.of(result.stats()));
                convert(result);
            }
            case WorkEvent.Failed failed -> {
                troubles.addFirst(new Trouble(
                        clock.instant(),
                        failed.task(),
                        failed.attempt(),
                        failed.attempts(),
                        failed.code(),
                        failed.message(),
                        failed.next()));
                if (troubles.size() > MOST_TROUBLES) {
                    troubles.removeLast();
                }
            }
        }
    }

    /** It begins, perhaps once more: what was out before counts no more. */
    public synchronized void inspecting() {
        open.clear();
        guest = Optional.empty();
        target = Optional.empty();
        verifying = false;
    }

    /** The target is written, and is read again now. */
    public synchronized void verifying() {
        verifying = true;
        target.ifPresent(TargetMap::seal);
    }

    /** @param verified whether the target is there, and is what it should be */
    public synchronized void succeeded(boolean verified) {
        open.clear();
        target.ifPresent(TargetMap::seal);
        if (verified) {
            guest.ifPresent(GuestMap::verify);
        }
    }

    public synchronized void failed() {
        open.clear();
        guest.ifPresent(GuestMap::fail);
    }

    /** @param runningOn the worker that has a task, as far as is known */
    public synchronized View view(Function<TaskId, Optional<WorkerBook.Running>> runningOn) {
        Instant now = clock.instant();
        Optional<TaskTimes.Quantiles> quantiles = times.quantiles();
        double slowAfter = quantiles.map(TaskTimes.Quantiles::slowAfterSeconds).orElse(Double.MAX_VALUE);
        List<TaskView> tasks = new ArrayList<>();
        List<Span> spans = new ArrayList<>();
        List<Integer> ranges = new ArrayList<>();
        for (OpenTask task : open.values()) {
            Optional<WorkerBook.Running> running = runningOn.apply(task.id());
            Instant since = running.map(WorkerBook.Running::begun).orElse(task.issued());
            double seconds = Math.max(0, Duration.between(since, now).toMillis()) / 1000.0;
            tasks.add(new TaskView(
                    task.id(),
                    task.span(),
                    task.dataBytes(),
                    task.attempt(),
                    running.map(WorkerBook.Running::worker),
                    seconds,
                    running.isPresent() && seconds > slowAfter));
            if (running.isPresent()) {
                task.span().ifPresent(spans::add);
                if (task.id().kind() == TaskKind.CONVERT) {
                    ranges.add(task.id().index());
                }
            }
        }
        tasks.sort(Comparator.comparing((TaskView task) -> task.worker().isEmpty())
                .thenComparing(Comparator.comparingDouble(TaskView::seconds).reversed()));
        return new View(
                guest.map(map -> map.view(spans)),
                target.map(map -> map.view(ranges)),
                before.plus(history.total()),
                history.view(now),
                quantiles,
                tasks,
                List.copyOf(troubles));
    }

    private void accept(TaskResult result) {
        Optional<OpenTask> done = Optional.ofNullable(open.remove(Work.of(result.id())));
        switch (result) {
            case TaskResult.Converted converted -> {
                count(converted.stats(), Amounts.of(converted.stats()));
                convert(converted);
            }
            case TaskResult.Digested digested -> {
                count(digested.stats(), Amounts.ofData(digested.stats()));
                if (verifying) {
                    done.flatMap(OpenTask::span).ifPresent(span -> guest.ifPresent(map -> map.readAgain(span)));
                }
            }
            case TaskResult.Hashed hashed -> count(hashed.stats(), Amounts.ofData(hashed.stats()));
            case TaskResult.ComposedPart _, TaskResult.ComposedObject _, TaskResult.Failed _ -> {}
        }
    }

    private void count(WorkStats stats, Amounts amounts) {
        double seconds = stats.nanos() / (double) TimeUnit.SECONDS.toNanos(1);
        times.add(seconds);
        history.add(clock.instant(), seconds, amounts);
    }

    private void convert(TaskResult.Converted result) {
        guest.ifPresent(map -> map.converted(result.id().index()));
        target.ifPresent(map -> map.converted(result));
    }
}
