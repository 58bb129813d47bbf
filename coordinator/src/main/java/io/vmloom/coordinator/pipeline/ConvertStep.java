package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.dispatch.TaskBoard;
import io.vmloom.coordinator.dispatch.Work;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.error.InternalException;
import io.vmloom.fragment.TaskResult;
import io.vmloom.range.WorkRange;
import io.vmloom.task.EncoderSpec;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import io.vmloom.task.TaskKind;
import java.util.Iterator;
import java.util.function.Consumer;

/** Step 3: give out every range and collect the fragments. */
final class ConvertStep {
    private final ConversionRequest request;
    private final ConversionPlan plan;
    private final TaskBoard board;

    ConvertStep(ConversionRequest request, ConversionPlan plan, TaskBoard board) {
        this.request = request;
        this.plan = plan;
        this.board = board;
    }

    /** Converts all ranges; the consumer gets each range's result once. */
    void run(TargetSession session, Consumer<TaskResult.Converted> accept) {
        Iterator<WorkRange> ranges = plan.walk();
        Iterator<Work> work = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return ranges.hasNext();
            }

            @Override
            public Work next() {
                return work(ranges.next(), plan.design().encoder(), 0, session);
            }
        };
        board.run(work, session.window(), result -> accept.accept(converted(result)));
    }

    /**
     * Converts some ranges again, perhaps by another encoder.
     *
     * @param generation above that of every earlier conversion of the item
     */
    void again(
            Iterable<Integer> ranges,
            EncoderSpec encoder,
            int generation,
            TargetSession session,
            Consumer<TaskResult.Converted> accept) {
        Iterator<Integer> numbers = ranges.iterator();
        Iterator<Work> work = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return numbers.hasNext();
            }

            @Override
            public Work next() {
                return work(plan.range(numbers.next()), encoder, generation, session);
            }
        };
        board.run(work, result -> accept.accept(converted(result)));
    }

    private Work work(WorkRange range, EncoderSpec encoder, int generation, TargetSession session) {
        return new Work(
                range.index(),
                attempt -> new Task.Convert(
                        new TaskId(request.id(), generation, TaskKind.CONVERT, range.index(), attempt),
                        plan.source().members(),
                        range,
                        encoder,
                        plan.codecFingerprint(),
                        session.placement(range.index(), attempt),
                        request.verify() != VerifyLevel.NONE));
    }

    private static TaskResult.Converted converted(TaskResult result) {
        if (result instanceof TaskResult.Converted converted) {
            return converted;
        }
        throw new InternalException(
                "a conversion was answered by " + result.getClass().getSimpleName(), null);
    }
}
