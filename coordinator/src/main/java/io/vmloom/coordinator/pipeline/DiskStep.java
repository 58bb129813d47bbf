package io.vmloom.coordinator.pipeline;

import io.vmloom.cipher.Secret;
import io.vmloom.codec.Wrapper;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemStage;
import io.vmloom.coordinator.job.TargetKeys;
import io.vmloom.coordinator.state.ItemHistory;
import io.vmloom.coordinator.state.StateRecord;
import io.vmloom.coordinator.watch.WorkEvent;
import io.vmloom.error.ConversionException;
import io.vmloom.error.FencedException;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Converts one disk, or goes on where the journal ends.
 *
 * @param planned hears of every plan, before anything is begun
 */
record DiskStep(
        ItemContext item,
        LocalFiles files,
        InspectStep inspect,
        KeyAccess keys,
        RangeSizing sizing,
        Optional<Consumer<MeasureStep.Measure>> planned) {
    /** Throws a {@link ConversionException}. */
    ItemOutcome run(Progress progress) {
        ConversionRequest request = item.request();
        progress.enter(ItemStage.INSPECTING, 0);
        TargetPlace.require(request);
        request.source().requireOneFor(request.snapshot());
        request.source().all().forEach(source -> DistinctPlaces.require(source, request.target()));
        List<ObjectVersion> all = item.retries()
                .call(() -> request.source().all().stream()
                        .map(source -> item.stores().pin(InspectStep.entry(source)))
                        .toList());
        try (UnpackStep unpack = new UnpackStep(item, files)) {
            TargetReader targets = new TargetReader(item, inspect, unpack);
            if (all.size() > 1) {
                UnpackStep.refuseSeveral(request);
                return convert(all.stream().map(SourceFile::asItIs).toList(), targets, progress);
            }
            SourceFile file = item.retries()
                    .call(() -> new MemberStep(item.stores())
                            .run(all.getFirst(), request.source().member()));
            unpack.requireReadable(file);
            Optional<Wrapper> wrapper = unpack.wrapper(file);
            if (wrapper.isEmpty() && file.isOnePiece()) {
                return convert(List.of(file), targets, progress);
            }
            Optional<ItemOutcome> existing = new ExistingStep(item, targets).madeFrom(file.origin(), wrapper);
            return existing.orElseGet(() -> convert(List.of(unpack.run(file, wrapper, progress)), targets, progress));
        }
    }

    private ItemOutcome convert(List<SourceFile> sources, TargetReader targets, Progress progress) {
        ConversionRequest request = item.request();
        progress.enter(ItemStage.INSPECTING, 0);
        try (InspectedSource source = item.retries()
                .call(() ->
                        targets.inspect().run(sources, request.sourceFormat(), request.snapshot(), request.trust()))) {
            source.members().forEach(member -> DistinctPlaces.require(member.location(), request.target()));
            item.tasks().sealed(source.image()); // what is locked is refused before anything is begun
            Optional<Secret> targetKey = request.targetKey().map(keys.secrets()::read);
            ConversionPlan plan = item.retries().call(() -> new PlanStep(sizing).run(request, source, targetKey));
            planned.ifPresent(hearer -> hearer.accept(measure(request.target(), plan)));
            progress.work(new WorkEvent.Planned(plan.shape(), plan.main().frontBoundBytes()));
            TargetKeys.require(request.target().toString(), plan.design(), targetKey.isPresent());
            plan.extents().forEach(file -> DistinctPlaces.require(source.members(), file.location()));
            progress.enter(ItemStage.INSPECTING, 2 * plan.dataBytes());
            String fingerprint = PlanFingerprint.of(request, plan, item.stores(), keys.wrap());
            ItemHistory history = new ResumeStep(item).run(source.origins(), fingerprint);
            int generation;
            if (history.begun().isPresent()) {
                generation = history.begun().get().generation();
            } else {
                Optional<ItemOutcome> existing = item.whole()
                        .flatMap(whole -> new PackedBefore(item, whole).skipped(source))
                        .or(() -> new ExistingStep(item, targets).run(source, plan, progress::add));
                if (existing.isPresent()) {
                    return existing.get();
                }
                new BackingStep(item, targets).run(plan, progress::add);
                generation = item.tasks().nextGeneration();
                StateRecord.ItemBegun begun =
                        new StateRecord.ItemBegun(request.id(), generation, source.origins(), fingerprint);
                item.retries().run(() -> item.journal().begin(begun));
            }
            try (TargetSession session = open(plan)) {
                return written(
                        request,
                        () -> new TargetAttempt(item, targets, plan, session, progress)
                                .run(generation, history.accepted()));
            }
        }
    }

    private MeasureStep.Measure measure(Location target, ConversionPlan plan) {
        return switch (target) {
            case Location.InBucket object ->
                MeasureStep.of(plan, item.stores().objects(object).capabilities());
            case Location.OnDisk _ -> MeasureStep.of(plan);
        };
    }

    /** What fails in place leaves its mark, which whoever hears of the failure has to know. */
    private static ItemOutcome written(ConversionRequest request, Supplier<ItemOutcome> attempt) {
        try {
            return attempt.get();
        } catch (FencedException e) {
            throw e;
        } catch (ConversionException e) {
            if (request.overwrite().inPlace()) {
                return new ItemOutcome.Failed(
                        e.code(),
                        e.getMessage() + "; " + request.target() + " was being written in place and is incomplete");
            }
            throw e;
        }
    }

    private TargetSession open(ConversionPlan plan) {
        return plan.extents().isEmpty() ? open(plan, plan.main()) : new FilesSession(plan, file -> open(plan, file));
    }

    private TargetSession open(ConversionPlan plan, FilePlan file) {
        return switch (file.location()) {
            case Location.OnDisk target -> files.target(item.request(), target, plan, file);
            case Location.InBucket object ->
                new UploadSession(
                        item,
                        object,
                        plan,
                        file,
                        Recipe.metadata(item.request(), plan.source().origins()));
        };
    }
}
