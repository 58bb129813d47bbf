package io.vmloom.coordinator.pipeline;

import io.vmloom.cipher.SealedCipher;
import io.vmloom.coordinator.dispatch.Work;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.error.InternalException;
import io.vmloom.fragment.TaskResult;
import io.vmloom.range.WorkRange;
import io.vmloom.task.Assurance;
import io.vmloom.task.EncoderSpec;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import io.vmloom.task.TaskKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntPredicate;

/** Step 3: give out every range and collect the fragments. */
final class ConvertStep {
    private final ItemContext item;
    private final ConversionPlan plan;
    private final Map<Integer, SealedCipher> ciphers;
    private final Optional<SealedCipher> targetCipher;

    ConvertStep(ItemContext item, ConversionPlan plan) {
        this.item = item;
        this.plan = plan;
        this.ciphers = item.tasks().sealed(plan.source().image());
        this.targetCipher = plan.design()
                .cipher()
                .map(cipher -> item.tasks().sealed(cipher.cipher().get()));
    }

    /**
     * Converts the ranges that no result is known of.
     *
     * @param generation of their tasks; results of another run of the same generation count
     * @param accept gets each range's result once, and those that came at once together
     */
    void run(TargetSession session, int generation, IntPredicate known, Consumer<List<TaskResult.Converted>> accept) {
        Function<WorkRange, Work> work = works(plan.design().encoder(), session, generation);
        Iterator<WorkRange> missing = Works.filter(plan.walk(), range -> !known.test(range.index()));
        item.tasks()
                .board()
                .run(Works.map(missing, work), session.window(), results -> accept.accept(converted(results)));
    }

    /** Converts some ranges again, perhaps by another encoder. */
    List<TaskResult.Converted> again(Collection<Integer> ranges, EncoderSpec encoder, TargetSession session) {
        Iterator<WorkRange> planned = ranges.stream().sorted().map(plan::range).iterator();
        List<TaskResult.Converted> converted = new ArrayList<>();
        item.tasks()
                .board()
                .run(
                        Works.map(planned, works(encoder, session, item.tasks().nextGeneration())),
                        results -> converted.addAll(converted(results)));
        return converted;
    }

    private Function<WorkRange, Work> works(EncoderSpec encoder, TargetSession session, int generation) {
        Assurance assurance = item.request().verify() == VerifyLevel.NONE ? Assurance.NONE : Assurance.DECODED_BACK;
        return range -> new Work(range.index(), range.dataBytes(), attempt -> {
            TaskId id = item.tasks().id(generation, TaskKind.CONVERT, range.index(), attempt);
            return new Task.Convert(
                    id,
                    plan.source().members(),
                    ciphers,
                    range,
                    encrypting(encoder, range),
                    plan.codecFingerprint(),
                    session.placement(id),
                    assurance,
                    item.request().trust().onDamage());
        });
    }

    private EncoderSpec encrypting(EncoderSpec encoder, WorkRange range) {
        long position = plan.main().numberedByFile()
                ? plan.main().fileOffset(range.index())
                : range.start().bytes();
        return targetCipher
                .<EncoderSpec>map(cipher -> new EncoderSpec.Encrypted(encoder, cipher, position))
                .orElse(encoder);
    }

    private static List<TaskResult.Converted> converted(List<TaskResult> results) {
        return results.stream().map(ConvertStep::converted).toList();
    }

    private static TaskResult.Converted converted(TaskResult result) {
        if (result instanceof TaskResult.Converted converted) {
            return converted;
        }
        throw new InternalException(
                "a conversion was answered by " + result.getClass().getSimpleName(), null);
    }
}
