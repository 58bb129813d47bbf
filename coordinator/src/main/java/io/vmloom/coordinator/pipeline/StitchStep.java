package io.vmloom.coordinator.pipeline;

import io.vmloom.codec.Wrapper;
import io.vmloom.error.StoreException;
import io.vmloom.fragment.TaskResult;
import io.vmloom.layout.FragmentSize;
import io.vmloom.layout.Layout;
import io.vmloom.layout.PartPlan;
import io.vmloom.layout.PartPlanner;
import io.vmloom.layout.PartRequest;
import io.vmloom.layout.SegmentPlanner;
import io.vmloom.layout.SegmentRanges;
import io.vmloom.layout.SegmentRequest;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.table.TargetDesign;
import io.vmloom.task.EncoderSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Step 4: arrange the fragments in the target object, write its tables around them, and complete it. */
final class StitchStep {
    /** How often a target is arranged anew because fragments were encoded or uploaded again. */
    private static final int ROUNDS = 8;

    private final ItemContext item;
    private final TargetDesign design;
    private final UploadSession session;
    private final ConvertStep convert;
    private final FileFragments fragments;

    StitchStep(ItemContext item, UploadSession session, ConvertStep convert, FileFragments fragments) {
        this.item = item;
        this.design = fragments.file().design();
        this.session = session;
        this.convert = convert;
        this.fragments = fragments;
    }

    private record Sealed(Optional<ObjectVersion> object, Layout layout) {}

    ObjectVersion run() {
        Sealed sealed = session.segments().isEmpty() ? untilSealed(this::sealDirectly) : sealSegments();
        return sealed.object().orElseThrow();
    }

    private Optional<Sealed> sealDirectly() {
        TargetEnds ends = ends();
        PartRequest request = new PartRequest(
                design.arrangement(),
                ends.frontBytes(),
                design.frontAlignmentBytes(),
                session.frontParts(),
                fragments.sizes(),
                design.tailBytes(),
                capabilities());
        return seal(session.target(), request, ends, Map.of());
    }

    private Sealed sealSegments() {
        Map<Integer, ObjectVersion> objects = new HashMap<>();
        List<Layout> layouts = new ArrayList<>();
        for (SegmentRanges segment : session.segments()) {
            Sealed sealed = untilSealed(() -> sealSegment(segment));
            sealed.object().ifPresent(object -> objects.put(segment.segment(), object));
            layouts.add(sealed.layout());
        }
        return untilSealed(() -> {
            TargetEnds ends = ends();
            PartPlan.Complete plan = SegmentPlanner.plan(new SegmentRequest(
                    ends.frontBytes(),
                    design.frontAlignmentBytes(),
                    session.frontParts(),
                    layouts,
                    design.tailBytes(),
                    capabilities()));
            return assemble(session.target(), plan, ends, objects);
        });
    }

    private Optional<Sealed> sealSegment(SegmentRanges segment) {
        List<FragmentSize> sizes = fragments.sizes(segment.firstRange(), segment.firstRange() + segment.ranges());
        PartRequest request =
                new PartRequest(design.arrangement(), 0, design.frontAlignmentBytes(), 0, sizes, 0, capabilities());
        return seal(session.segmentUpload(segment), request, ObjectEnds.NONE, Map.of());
    }

    private Optional<Sealed> seal(
            FragmentUpload upload, PartRequest request, ObjectEnds ends, Map<Integer, ObjectVersion> segments) {
        return switch (PartPlanner.plan(request)) {
            case PartPlan.Reencode(List<Integer> ranges, long minimumBytes) -> {
                redo(ranges, atLeast(minimumBytes));
                yield Optional.empty();
            }
            case PartPlan.Complete plan
            when ends == ObjectEnds.NONE && plan.layout().dataEndBytes() == 0 ->
                Optional.of(new Sealed(Optional.empty(), plan.layout()));
            case PartPlan.Complete plan -> assemble(upload, plan, ends, segments);
        };
    }

    private Optional<Sealed> assemble(
            FragmentUpload upload, PartPlan.Complete plan, ObjectEnds ends, Map<Integer, ObjectVersion> segments) {
        FileLimit.check(design, session.target().key().toString(), plan.layout().dataEndBytes());
        return switch (assembler(segments).assemble(upload, plan, ends)) {
            case ObjectAssembler.Outcome.Completed(ObjectVersion object) ->
                Optional.of(new Sealed(Optional.of(object), plan.layout()));
            case ObjectAssembler.Outcome.Differs(var ranges) -> {
                redo(ranges, design.encoder());
                yield Optional.empty();
            }
        };
    }

    private Sealed untilSealed(Supplier<Optional<Sealed>> round) {
        for (int i = 0; i < ROUNDS; i++) {
            Optional<Sealed> sealed = round.get();
            if (sealed.isPresent()) {
                return sealed.get();
            }
        }
        throw StoreException.unavailable(
                item.request().target().toString(),
                "the store still held other parts than were uploaded after " + ROUNDS + " rounds",
                null);
    }

    /** What is converted again counts as a whole: half of it would have the rest arranged in another way. */
    private void redo(Collection<Integer> ranges, EncoderSpec encoder) {
        if (!ranges.isEmpty()) {
            List<Integer> inPlan = ranges.stream().map(fragments::inPlan).toList();
            List<TaskResult.Converted> redone = convert.again(inPlan, encoder, session);
            item.retries().run(() -> item.journal().accept(redone));
            redone.forEach(fragments.ledger()::replace);
        }
    }

    private EncoderSpec atLeast(long minimumBytes) {
        return switch (design.encoder()) {
            case EncoderSpec.MarkedStream(int unit, var compression, long before, boolean keepsStreams) ->
                new EncoderSpec.MarkedStream(unit, compression, Math.max(before, minimumBytes), keepsStreams);
            case EncoderSpec.Streams(int unit, Wrapper wrapper, int level, long before) ->
                new EncoderSpec.Streams(unit, wrapper, level, Math.max(before, minimumBytes));
            case EncoderSpec.Identity other -> other;
            case EncoderSpec.PackedPlain other -> other;
            case EncoderSpec.PackedCompressed other -> other;
            case EncoderSpec.Encrypted other -> other;
        };
    }

    private TargetEnds ends() {
        return new TargetEnds(fragments, fragments.groups());
    }

    private ObjectAssembler assembler(Map<Integer, ObjectVersion> segments) {
        return new ObjectAssembler(item, session.staging(), fragments, segments);
    }

    private StoreCapabilities capabilities() {
        return session.target().store().capabilities();
    }
}
