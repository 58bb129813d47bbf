package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.dispatch.DispatchPolicy;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.layout.Arrangement;
import io.vmloom.layout.PartPlanner;
import io.vmloom.layout.SegmentPlanner;
import io.vmloom.layout.SegmentRanges;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectProperties;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Precondition;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.task.Placement;
import io.vmloom.task.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An object as target, or as one of its files. */
final class UploadSession implements TargetSession {
    private final ItemContext item;
    private final ConversionPlan plan;
    private final FilePlan file;
    private final Staging staging;
    private final FragmentUpload target;
    private final int frontParts;
    private final List<SegmentRanges> segments;
    private final List<FragmentUpload> segmentUploads = new ArrayList<>();
    private final boolean stageAll;
    private final Optional<ObjectVersion> zeros;

    /** @param recipe what else the object's metadata says of how it was made */
    UploadSession(
            ItemContext item,
            Location.InBucket location,
            ConversionPlan plan,
            FilePlan file,
            Map<String, String> recipe) {
        this.item = item;
        this.plan = plan;
        this.file = file;
        ObjectStore store = item.stores().objects(location);
        this.staging = new Staging(store, location, item.request().id());
        boolean replaces =
                item.request().overwrite() == OverwritePolicy.REPLACE || isOrphan(store, location, file, recipe);
        Precondition precondition = replaces ? Precondition.NONE : Precondition.ABSENT;
        this.target = new FragmentUpload(
                item,
                store,
                file.objectName(),
                location,
                recipe,
                precondition,
                item.request().properties());
        StoreCapabilities limits = store.capabilities();
        this.frontParts = file.design().frontIsExact()
                ? PartPlanner.exactFrontParts(file.frontBoundBytes(), limits)
                : PartPlanner.frontParts(file.frontBoundBytes());
        this.segments = SegmentPlanner.needsSegments(file.ranges(), frontParts, limits)
                ? SegmentPlanner.divide(
                        location.toString(), file.ranges(), frontParts, plan.fragmentBytesBound(), limits)
                : List.of();
        for (SegmentRanges segment : segments) {
            String name = file.staged(Staging.segment(segment.segment()));
            segmentUploads.add(new FragmentUpload(
                    item, store, name, staging.key(name), recipe, Precondition.NONE, ObjectProperties.NONE));
        }
        boolean identity = file.design().arrangement() == Arrangement.IDENTITY;
        // Where each fragment has its place, none can be made longer to be a part.
        boolean tooShort = file.numberedByFile() && file.hasFragmentBelow(limits.minPartBytes());
        this.stageAll = file.ranges() <= 1 || tooShort || (!limits.gapsInPartNumbers() && !identity);
        boolean zerosStay =
                file.design().encoder().holdsZeros() && file.design().cipher().isEmpty();
        this.zeros = zerosStay && !stageAll && file.emptyRanges() > 1 ? Optional.of(putZeros()) : Optional.empty();
    }

    /** Whether what stands at an extent's place was left by the same conversion, as {@link ExistingStep} found. */
    private boolean isOrphan(ObjectStore store, Location.InBucket location, FilePlan file, Map<String, String> recipe) {
        return !file.objectName().equals(FilePlan.TARGET)
                && item.retries()
                        .call(() -> store.head(location))
                        .filter(found -> found.metadata().entrySet().containsAll(recipe.entrySet()))
                        .isPresent();
    }

    FragmentUpload target() {
        return target;
    }

    Staging staging() {
        return staging;
    }

    int frontParts() {
        return frontParts;
    }

    /** Empty unless the fragments outnumber the parts of one upload. */
    List<SegmentRanges> segments() {
        return segments;
    }

    FragmentUpload segmentUpload(SegmentRanges segment) {
        return segmentUploads.get(segment.segment());
    }

    @Override
    public Placement placement(TaskId attempt) {
        int range = attempt.index() - file.firstRange();
        Location.InBucket staged = staging.fragment(attempt);
        if (stageAll) {
            return new Placement.Staged(staged);
        }
        if (segments.isEmpty() && range == 0 && sharesPartWithFront()) {
            return new Placement.Staged(staged);
        }
        if (segments.isEmpty()) {
            return part(target, frontParts + 1 + range, staged);
        }
        SegmentRanges segment = segments.get(range / segments.getFirst().ranges());
        return part(segmentUpload(segment), 1 + range - segment.firstRange(), staged);
    }

    @Override
    public int window() {
        return DispatchPolicy.DEFAULT.window();
    }

    @Override
    public void withdrawBeforeSealing() {
        if (target.precondition() == Precondition.NONE && target.ours().isEmpty()) {
            item.retries().run(() -> target.store().delete(target.key()));
        }
    }

    @Override
    public void withdrawBeforePublishing() {
        // Sealing made it visible.
    }

    @Override
    public SealedTarget seal(FragmentLedger fragments) {
        ConvertStep convert = new ConvertStep(item, plan);
        return SealedTarget.of(new StitchStep(item, this, convert, new FileFragments(fragments, file)).run());
    }

    @Override
    public void publish() {
        // A completed upload is visible at once.
    }

    @Override
    public void retract() {
        item.cleaning().run(() -> target.store().delete(target.key()));
    }

    @Override
    public void close() {
        // Everything of it lies in the store.
    }

    private boolean sharesPartWithFront() {
        return frontParts == 0 && file.frontBoundBytes() > 0;
    }

    private Placement part(FragmentUpload upload, int number, Location.InBucket staged) {
        @Nullable ObjectVersion zeroObject = zeros.orElse(null);
        long minDirectBytes = upload.store().capabilities().minPartBytes();
        return new Placement.Part(upload.get(), number, minDirectBytes, staged, zeroObject);
    }

    private ObjectVersion putZeros() {
        Content content = Content.zeros(plan.fragmentBytesBound());
        Location.InBucket key = staging.key("zeros");
        return item.retries()
                .call(() -> target.store()
                        .head(key)
                        .filter(found -> found.sizeBytes() == content.lengthBytes())
                        .orElseGet(() -> target.store().put(key, content, Map.of(), Precondition.NONE)));
    }
}
