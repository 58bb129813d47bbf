package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.dispatch.DispatchPolicy;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.error.ConversionException;
import io.vmloom.layout.Arrangement;
import io.vmloom.layout.PartPlanner;
import io.vmloom.layout.SegmentPlanner;
import io.vmloom.layout.SegmentRanges;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Precondition;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.task.Placement;
import io.vmloom.task.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An object as target. Its token in the metadata tells it from every other object under the same key, so that a
 * completion whose answer was lost is recognised.
 */
final class UploadSession implements TargetSession {
    private static final Logger LOG = LoggerFactory.getLogger(UploadSession.class);

    /** Metadata key of the item that made an object. */
    static final String TOKEN = "vmloom-item";

    private final ItemContext item;
    private final ConversionPlan plan;
    private final Staging staging;
    private final FragmentUpload target;
    private final int frontParts;
    private final List<SegmentRanges> segments;
    private final List<FragmentUpload> segmentUploads = new ArrayList<>();
    private final boolean stageAll;
    private final Optional<ObjectVersion> zeros;

    /** @param recipe what else the object's metadata says of how it was made */
    UploadSession(ItemContext item, Location.InBucket location, ConversionPlan plan, Map<String, String> recipe) {
        this.item = item;
        this.plan = plan;
        ObjectStore store = item.stores().objects(location);
        this.staging = new Staging(store, location, item.request().id());
        Map<String, String> metadata = new HashMap<>(recipe);
        metadata.put(TOKEN, item.request().id());
        Precondition precondition =
                item.request().overwrite() == OverwritePolicy.REPLACE ? Precondition.NONE : Precondition.ABSENT;
        this.target = new FragmentUpload(store, item.retries(), location, metadata, precondition);
        StoreCapabilities limits = store.capabilities();
        this.frontParts = PartPlanner.frontParts(plan.frontBoundBytes());
        this.segments = SegmentPlanner.needsSegments(plan.ranges(), frontParts, limits)
                ? SegmentPlanner.divide(
                        location.toString(), plan.ranges(), frontParts, plan.fragmentBytesBound(), limits)
                : List.of();
        for (SegmentRanges segment : segments) {
            segmentUploads.add(new FragmentUpload(
                    store, item.retries(), staging.segment(segment.segment()), metadata, Precondition.NONE));
        }
        boolean identity = plan.design().arrangement() == Arrangement.IDENTITY;
        this.stageAll = plan.ranges() <= 1 || (!limits.gapsInPartNumbers() && !identity);
        this.zeros = plan.design().encoder().holdsZeros() && !stageAll && plan.emptyRanges() > 1
                ? Optional.of(putZeros())
                : Optional.empty();
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
        int range = attempt.index();
        Location.InBucket staged = staging.fragment(attempt);
        if (stageAll) {
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
    public ObjectVersion seal(FragmentLedger fragments) {
        return new StitchStep(item, plan.design(), this, new ConvertStep(item, plan), fragments).run();
    }

    @Override
    public void publish() {
        // A completed upload is visible at once.
    }

    @Override
    public void retract() {
        item.retries().run(() -> target.store().delete(target.key()));
    }

    @Override
    public void close() {
        clean("upload", () -> target.abort(item.cleaning()));
        clean("staging", () -> item.cleaning().run(staging::clear));
    }

    /** What can not be removed now is no reason to call a finished target failed. */
    private void clean(String what, Runnable removal) {
        try {
            removal.run();
        } catch (ConversionException e) {
            LOG.atWarn()
                    .addKeyValue("item", item.request().id())
                    .addKeyValue("target", target.key())
                    .setCause(e)
                    .log("{} could not be removed; it is tried again at the end of the batch", what);
        }
    }

    private Placement part(FragmentUpload upload, int number, Location.InBucket staged) {
        @Nullable ObjectVersion zeroObject = zeros.orElse(null);
        long minDirectBytes = upload.store().capabilities().minPartBytes();
        return new Placement.Part(upload.get(), number, minDirectBytes, staged, zeroObject);
    }

    private ObjectVersion putZeros() {
        Content content = Content.zeros(plan.fragmentBytesBound());
        return item.retries()
                .call(() -> target.store().put(staging.key("zeros"), content, Map.of(), Precondition.NONE));
    }
}
