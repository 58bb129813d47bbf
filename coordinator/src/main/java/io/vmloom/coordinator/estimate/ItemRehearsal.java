package io.vmloom.coordinator.estimate;

import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.dispatch.DispatchPolicy;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemStage;
import io.vmloom.coordinator.job.Making;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.coordinator.pipeline.ItemPipeline;
import io.vmloom.coordinator.pipeline.ItemSetting;
import io.vmloom.coordinator.pipeline.KeyAccess;
import io.vmloom.coordinator.pipeline.MeasureStep;
import io.vmloom.coordinator.pipeline.RangeSizing;
import io.vmloom.coordinator.schedule.Lane;
import io.vmloom.coordinator.state.ItemHistory;
import io.vmloom.coordinator.state.ItemJournal;
import io.vmloom.coordinator.terms.RetryTerms;
import io.vmloom.error.ErrorCode;
import io.vmloom.store.Location;
import io.vmloom.store.Stores;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleFunction;

/**
 * One item's way, with nothing behind it.
 *
 * @param whole what the item's target is to be put into
 */
record ItemRehearsal(
        ConversionRequest request,
        Optional<ConversionRequest> whole,
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
                new ItemSetting(
                        tasks,
                        Lane.FREE,
                        RetryTerms.DEFAULT,
                        (_, entered, _, _) -> reached.set(entered),
                        cancellation,
                        Map.of(),
                        whole),
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
            when failed.follows() && !request.making().items().isEmpty() ->
                Optional.of(refused(
                        isToBeKept(stage.stores()) ? Expectation.COMPARED : Expectation.UNKNOWN,
                        Optional.empty(),
                        MadeOfOthers.NOT_REHEARSED,
                        plan.get(),
                        effort));
            case ItemOutcome.Failed failed
            when failed.code() == ErrorCode.TARGET_EXISTS && request.making() instanceof Making.Digests ->
                Optional.of(refused(Expectation.COMPARED, Optional.empty(), remark, plan.get(), effort));
            case ItemOutcome.Failed(ErrorCode code, String message, boolean _) ->
                Optional.of(refused(Expectation.REFUSED, Optional.of(code), message, plan.get(), effort));
        };
    }

    private boolean isToBeKept(Stores stores) {
        return request.overwrite() == OverwritePolicy.KEEP
                && switch (request.target()) {
                    case Location.InBucket object ->
                        stores.objects(object).head(object).isPresent();
                    case Location.OnDisk(Path path) -> Files.exists(path, LinkOption.NOFOLLOW_LINKS);
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
