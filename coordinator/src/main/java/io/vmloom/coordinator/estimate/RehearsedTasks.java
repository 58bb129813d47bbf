package io.vmloom.coordinator.estimate;

import io.vmloom.coordinator.dispatch.ResultInbox;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.error.ErrorCode;
import io.vmloom.fragment.TaskResult;
import io.vmloom.queue.TaskPublisher;
import io.vmloom.task.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The tasks of one item, whose results are made up as soon as they are given out. Used by one thread. */
final class RehearsedTasks implements TaskPublisher, ResultInbox {
    private final ConversionRequest item;
    private final Function<Task, TaskResult> worker;
    private final Throughput throughput;
    private final List<TaskResult> results = new ArrayList<>();
    private long count;
    private double slotSeconds;
    private boolean unpacksSource;

    RehearsedTasks(ConversionRequest item, Function<Task, TaskResult> worker, Throughput throughput) {
        this.item = item;
        this.worker = worker;
        this.throughput = throughput;
    }

    long count() {
        return count;
    }

    double slotSeconds() {
        return slotSeconds;
    }

    /** Whether the source was to be expanded, so that nobody knows what is in it. */
    boolean unpacksSource() {
        return unpacksSource;
    }

    @Override
    public void publish(Task task) {
        count++;
        if (task instanceof Task.Unpack unpack
                && unpack.packed().stream()
                        .noneMatch(piece -> piece.file().location().equals(item.target()))) {
            unpacksSource = true;
            results.add(new TaskResult.Failed(
                    task.id(), ErrorCode.IMAGE_UNSUPPORTED, "a dry run does not unpack " + item.source(), false));
        } else {
            slotSeconds += throughput.seconds(task);
            results.add(worker.apply(task));
        }
    }

    @Override
    public List<TaskResult> poll(Duration timeout) {
        List<TaskResult> delivered = List.copyOf(results);
        results.clear();
        return delivered;
    }

    @Override
    public void close() {}
}
