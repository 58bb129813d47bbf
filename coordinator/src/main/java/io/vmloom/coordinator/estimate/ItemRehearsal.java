package io.vmloom.coordinator.estimate;

import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.dispatch.DispatchPolicy;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemStage;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.coordinator.pipeline.ItemPipeline;
import io.vmloom.coordinator.pipeline.ItemSetting;
import io.vmloom.coordinator.pipeline.KeyAccess;
import io.vmloom.coordinator.pipeline.MeasureStep;
import io.vmloom.coordinator.pipeline.RangeSizing;
import io.vmloom.coordinator.state.ItemHistory;
import io.vmloom.coordinator.state.ItemJournal;
import io.vmloom.coordinator.terms.RetryTerms;
import io.vmloom.error.ErrorCode;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleFunction;

/** One item's way, with nothing behind it. */
record ItemRehearsal(
        ConversionRequest request,
        DoubleFunction<RehearsalStage> stages,
        KeyAccess keys,
        Throughput throughput,
        Cancellation cancellation) {
    private static final MeasureStep.Measure NO_PLAN = new MeasureStep.Measure(0, 0, 0, 0);

    /** What made-up data can not stand in for: it is not what a reader of the target may look at. */
    private static final String NOT_VERIFIED = "verifying the target could not be rehearsed and is left out";

    ItemEstimate run() {
        VerifyLevel level = request.verify();
        Optional<ItemEstimate> found = attempt(level);
        while (found.isEmpty()) {
            level = level == VerifyLevel.FULL ? VerifyLevel.DIGEST : VerifyLevel.NONE;
            found = attempt(level);
        }
        return found.get();
    }

    /** Empty when it was the verification that failed. */
    private Optional<ItemEstimate> attempt(VerifyLevel level) {
        ConversionRequest item = request.withVerify(level);
        String remark = level == request.verify() ? "" : NOT_VERIFIED;
        RehearsalStage stage = stages.apply(throughput.compressedTo());
        RehearsedTasks tasks = new RehearsedTasks(item, stage::work, throughput);
        CountedLog log = new CountedLog();
        AtomicReference<MeasureStep.Measure> plan = new AtomicReference<>(NO_PLAN);
        AtomicReference<ItemStage> reached = new AtomicReference<>(ItemStage.INSPECTING);
        ItemPipeline pipeline = ItemPipeline.rehearsing(
                stage.stores(), stage::keep, tasks, DispatchPolicy.DEFAULT, RangeSizing.STANDARD, keys, plan::set);
        ItemOutcome outcome = pipeline.run(
                item,
                ItemSetting.alone(tasks, RetryTerms.DEFAULT, (_, entered, _, _) -> reached.set(entered), cancellation),
                new ItemJournal(item.id(), log, ItemHistory.NONE));
        Effort effort = new Effort(
                stage.requests(), new Messages(tasks.count(), tasks.count(), log.records()), tasks.slotSeconds());
        return switch (outcome) {
            case ItemOutcome.Succeeded done ->
                Optional.of(estimate(
                        Expectation.CONVERTED,
                        done.sourceFormat(),
                        done.sourceBytes(),
                        done.virtualBytes(),
                        plan.get(),
                        done.targetBytes(),
                        effort,
                        remark));
            case ItemOutcome.Skipped skipped ->
                Optional.of(estimate(
                        skipped.digest().isPresent() ? Expectation.COMPARED : Expectation.SKIPPED,
                        skipped.sourceFormat(),
                        skipped.sourceBytes(),
                        skipped.virtualBytes(),
                        plan.get(),
                        skipped.targetBytes(),
                        effort,
                        remark));
            case ItemOutcome.Assembled made ->
                Optional.of(estimate(
                        Expectation.CONVERTED,
                        made.sourceFormat(),
                        made.sourceBytes(),
                        0,
                        plan.get(),
                        made.targetBytes(),
                        effort,
                        remark));
            case ItemOutcome.Failed _
            when tasks.unpacksSource() ->
                Optional.of(refused(
                        Expectation.UNKNOWN,
                        Optional.empty(),
                        "it is compressed as a whole, and what is in it is known when it is unpacked",
                        plan.get(),
                        effort));
            case ItemOutcome.Failed _
            when reached.get() == ItemStage.VERIFYING && level != VerifyLevel.NONE -> Optional.empty();
            case ItemOutcome.Failed failed
            when failed.follows() && !request.making().parts().isEmpty() ->
                Optional.of(refused(
                        Expectation.UNKNOWN,
                        Optional.empty(),
                        "it is put together of its disks, which are told of by themselves",
                        plan.get(),
                        effort));
            case ItemOutcome.Failed(ErrorCode code, String message, boolean _) ->
                Optional.of(refused(Expectation.REFUSED, Optional.of(code), message, plan.get(), effort));
        };
    }

    private ItemEstimate estimate(
            Expectation expectation,
            String sourceFormat,
            long sourceBytes,
            long virtualBytes,
            MeasureStep.Measure plan,
            long targetBytes,
            Effort effort,
            String message) {
        return new ItemEstimate(
                request,
                expectation,
                sourceFormat,
                sourceBytes,
                virtualBytes,
                plan.dataBytes(),
                plan.ranges(),
                targetBytes,
                Math.max(plan.maxTargetBytes(), targetBytes),
                effort,
                Optional.empty(),
                message);
    }

    private ItemEstimate refused(
            Expectation expectation,
            Optional<ErrorCode> code,
            String message,
            MeasureStep.Measure plan,
            Effort effort) {
        return new ItemEstimate(
                request,
                expectation,
                "",
                0,
                plan.virtualBytes(),
                plan.dataBytes(),
                plan.ranges(),
                0,
                plan.maxTargetBytes(),
                effort,
                code,
                message);
    }
}
