package io.vmloom.coordinator.watch;

import io.vmloom.fragment.TaskResult;
import io.vmloom.fragment.WorkStats;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What can be watched of a batch as a whole. Thread-safe. */
public final class BatchWatch {
    private final InstantSource clock;
    private final History history;
    private final TaskTimes times = new TaskTimes();

    public BatchWatch(InstantSource clock) {
        this.clock = clock;
        this.history = new History(clock.instant());
    }

    /** At one moment; since this coordinator has the batch. */
    public record View(Amounts total, History.View history, Optional<TaskTimes.Quantiles> times) {}

    public synchronized void hear(WorkEvent event) {
        if (event instanceof WorkEvent.Accepted(TaskResult result)) {
            switch (result) {
                case TaskResult.Converted converted -> count(converted.stats(), Amounts.of(converted.stats()));
                case TaskResult.Digested digested -> count(digested.stats(), Amounts.ofData(digested.stats()));
                case TaskResult.Hashed hashed -> count(hashed.stats(), Amounts.ofData(hashed.stats()));
                case TaskResult.ComposedPart _, TaskResult.ComposedObject _, TaskResult.Failed _ -> {}
            }
        }
    }

    public synchronized View view() {
        return new View(history.total(), history.view(clock.instant()), times.quantiles());
    }

    private void count(WorkStats stats, Amounts amounts) {
        double seconds = stats.nanos() / (double) TimeUnit.SECONDS.toNanos(1);
        times.add(seconds);
        history.add(clock.instant(), seconds, amounts);
    }
}
