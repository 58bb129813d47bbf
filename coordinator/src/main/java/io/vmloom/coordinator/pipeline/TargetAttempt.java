package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemStage;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.coordinator.watch.WorkEvent;
import io.vmloom.digest.GuestDigest;
import io.vmloom.error.ConversionException;
import io.vmloom.fragment.TaskResult;
import java.util.List;
import java.util.Optional;

/** The part of a disk's way on which its target is under construction. */
record TargetAttempt(
        ItemContext item, TargetReader targets, ConversionPlan plan, TargetSession session, Progress progress) {
    /**
     * Converts what is missing, and publishes the target.
     *
     * @param known fragments that were accepted before
     */
    ItemOutcome run(int generation, List<TaskResult.Converted> known) {
        FragmentLedger fragments = new FragmentLedger(item.stores());
        progress.enter(ItemStage.CONVERTING, plan.dataBytes());
        known.forEach(result -> {
            progress.work(new WorkEvent.Known(result));
            accept(fragments, result);
        });
        new ConvertStep(item, plan).run(session, generation, fragments::has, results -> {
            item.retries().run(() -> item.journal().accept(results));
            results.forEach(result -> accept(fragments, result));
        });
        Optional<GuestDigest> digest = digest(fragments);
        progress.enter(ItemStage.STITCHING, 0);
        SealedTarget sealed = session.seal(fragments);
        progress.enter(ItemStage.VERIFYING, plan.dataBytes());
        try {
            new VerifyStep(item, targets).run(plan, sealed, digest, progress::add);
        } catch (ConversionException e) {
            session.retract();
            throw e;
        }
        session.publish();
        return new ItemOutcome.Succeeded(
                plan.source().image().format(),
                plan.source().sourceBytes(),
                plan.source().image().virtualBytes(),
                plan.dataBytes(),
                sealed.sizeBytes(),
                sealed.extentNames(),
                digest,
                item.request().verify(),
                plan.source().weakIdentity(),
                plan.ranges(),
                item.tasks().board().retries(),
                plan.losses().plus(fragments.losses()));
    }

    /** Fragments of a layer tell of a part of the disk only. */
    private Optional<GuestDigest> digest(FragmentLedger fragments) {
        if (item.request().verify() == VerifyLevel.NONE) {
            return Optional.empty();
        }
        return Optional.of(
                plan.layer().isPresent()
                        ? DigestStep.run(item.tasks(), plan.source(), progress::add)
                        : fragments.digest(plan.source().image().virtualBytes()));
    }

    private void accept(FragmentLedger fragments, TaskResult.Converted result) {
        fragments.accept(result);
        FileLimit.check(plan.design(), item.request().target().toString(), fragments.fragmentBytes());
        progress.add(result.stats().guestBytes() - result.stats().zeroBytes());
    }
}
