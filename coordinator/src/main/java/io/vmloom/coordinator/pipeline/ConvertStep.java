package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.dispatch.Work;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.error.InternalException;
import io.vmloom.fragment.TaskResult;
import io.vmloom.range.WorkRange;
import io.vmloom.task.EncoderSpec;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import io.vmloom.task.TaskKind;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Step 3: give out every range and collect the fragments. */
final class ConvertStep {
    private final ItemContext item;
    private final ConversionPlan plan;

    ConvertStep(ItemContext item, ConversionPlan plan) {
        this.item = item;
        this.plan = plan;
    }

    /** Converts all ranges; the consumer gets each range's result once. */
    void run(TargetSession session, Consumer<TaskResult.Converted> accept) {
        Function<WorkRange, Work> work = works(plan.design().encoder(), session);
        item.tasks()
                .board()
                .run(Works.map(plan.walk(), work), session.window(), result -> accept.accept(converted(result)));
    }

    /** Converts some ranges again, perhaps by another encoder. */
    void again(
            Collection<Integer> ranges,
            EncoderSpec encoder,
            TargetSession session,
            Consumer<TaskResult.Converted> accept) {
        Stream<WorkRange> planned = ranges.stream().sorted().map(plan::range);
        item.tasks()
                .board()
                .run(
                        Works.map(planned.iterator(), works(encoder, session)),
                        result -> accept.accept(converted(result)));
    }

    private Function<WorkRange, Work> works(EncoderSpec encoder, TargetSession session) {
        int generation = item.tasks().nextGeneration();
        boolean decodeBack = item.request().verify() != VerifyLevel.NONE;
        return range -> new Work(range.index(), attempt -> {
            TaskId id = item.tasks().id(generation, TaskKind.CONVERT, range.index(), attempt);
            return new Task.Convert(
                    id,
                    plan.source().members(),
                    range,
                    encoder,
                    plan.codecFingerprint(),
                    session.placement(id),
                    decodeBack);
        });
    }

    private static TaskResult.Converted converted(TaskResult result) {
        if (result instanceof TaskResult.Converted converted) {
            return converted;
        }
        throw new InternalException(
                "a conversion was answered by " + result.getClass().getSimpleName(), null);
    }
}
