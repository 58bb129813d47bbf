package io.vmloom.coordinator.pipeline;

import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.InternalException;
import io.vmloom.fragment.StoredFragment;
import io.vmloom.layout.Layout;
import io.vmloom.layout.PartContent;
import io.vmloom.layout.PartPlan;
import io.vmloom.layout.PartPlanner;
import io.vmloom.layout.PlannedPart;
import io.vmloom.layout.SegmentSpan;
import io.vmloom.object.BufferTableSink;
import io.vmloom.object.PartTableSink;
import io.vmloom.object.UploadAudit;
import io.vmloom.store.Content;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.PartReceipt;
import io.vmloom.task.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes one object of planned parts: has them composed, writes front and tail, audits and completes. */
final class ObjectAssembler {
    private final ItemContext item;
    private final Staging staging;
    private final FileFragments fragments;
    private final Map<Integer, ObjectVersion> segments;

    /** @param segments finished segments that {@link PartContent.Spliced} refers to by number */
    ObjectAssembler(ItemContext item, Staging staging, FileFragments fragments, Map<Integer, ObjectVersion> segments) {
        this.item = item;
        this.staging = staging;
        this.fragments = fragments;
        this.segments = segments;
    }

    /** What came of an attempt to complete an object. */
    sealed interface Outcome {
        record Completed(ObjectVersion object) implements Outcome {}

        /** The store holds other parts than were accepted; those of these ranges have to be uploaded again. */
        record Differs(SortedSet<Integer> ranges) implements Outcome {}
    }

    /** Uploads what the workers have not uploaded yet, and completes if the store holds what was accepted. */
    Outcome assemble(FragmentUpload upload, PartPlan.Complete plan, ObjectEnds ends) {
        String partsHash = PartsHash.of(plan);
        Optional<ObjectVersion> before = upload.completed(partsHash);
        if (before.isPresent()) {
            return new Outcome.Completed(before.get());
        }
        try {
            return assemble(upload, plan, ends, partsHash);
        } catch (ConversionException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
            // The upload is gone when a completion that was asked for by an earlier coordinator came true since.
            return new Outcome.Completed(upload.completed(partsHash).orElseThrow(() -> e));
        }
    }

    private Outcome assemble(FragmentUpload upload, PartPlan.Complete plan, ObjectEnds ends, String partsHash) {
        SortedMap<Integer, PartReceipt> accepted = new TreeMap<>();
        directParts(plan).forEach(part -> accepted.put(part.partNumber(), part));
        composeParts(upload, plan, ends, accepted);
        writeTables(upload, plan, ends).forEach(part -> accepted.put(part.partNumber(), part));
        UploadAudit audit =
                UploadAudit.of(item.retries().call(() -> upload.store().listParts(upload.get())), accepted.values());
        if (!audit.clean()) {
            return new Outcome.Differs(rangesOf(plan, audit));
        }
        return upload.completing(partsHash)
                .or(() -> upload.complete(List.copyOf(accepted.values())))
                .<Outcome>map(Outcome.Completed::new)
                .orElseGet(() -> new Outcome.Differs(new TreeSet<>()));
    }

    private List<PartReceipt> directParts(PartPlan.Complete plan) {
        List<PartReceipt> parts = new ArrayList<>();
        for (PlannedPart part : plan.parts()) {
            if (part.content() instanceof PartContent.Direct(int range)) {
                if (!(fragments.get(range).stored() instanceof StoredFragment.InPart(PartReceipt receipt))
                        || receipt.partNumber() != part.number()) {
                    throw new InternalException("range " + range + " is not part " + part.number(), null);
                }
                parts.add(receipt);
            }
        }
        return parts;
    }

    private void composeParts(
            FragmentUpload upload, PartPlan.Complete plan, ObjectEnds ends, Map<Integer, PartReceipt> accepted) {
        List<List<Piece>> pieces = new ArrayList<>();
        List<Integer> partNumbers = new ArrayList<>();
        for (PlannedPart part : plan.parts()) {
            if (part.lengthBytes() == 0) { // the only one of an empty object
                accepted.put(part.number(), uploadNothing(upload, part.number()));
                continue;
            }
            List<Piece> composed = pieces(part.content(), upload, plan.layout(), ends);
            if (!composed.isEmpty()) {
                pieces.add(composed);
                partNumbers.add(part.number());
            }
        }
        ComposeStep.run(item, upload, pieces, partNumbers, receipt -> accepted.put(receipt.partNumber(), receipt));
    }

    private PartReceipt uploadNothing(FragmentUpload upload, int number) {
        return item.retries().call(() -> upload.store().uploadPart(upload.get(), number, Content.of(List.of())));
    }

    /** What a part is composed of; nothing when it is made otherwise. */
    private List<Piece> pieces(PartContent content, FragmentUpload upload, Layout layout, ObjectEnds ends) {
        List<Piece> pieces = new ArrayList<>();
        switch (content) {
            case PartContent.Fronted(PartContent rest) -> {
                pieces.addAll(front(upload, layout, ends));
                pieces.addAll(pieces(rest, upload, layout, ends));
            }
            case PartContent.Packed(List<Integer> ranges, boolean withTail) -> {
                pieces.addAll(Composition.staged(fragments, ranges));
                pieces.addAll(withTail ? tail(upload, layout, ends) : List.of());
            }
            case PartContent.Spliced(List<SegmentSpan> spans, boolean withTail) -> {
                spans.forEach(span ->
                        pieces.add(new Piece.Staged(segment(span.segment()), span.offset(), span.lengthBytes())));
                pieces.addAll(withTail ? tail(upload, layout, ends) : List.of());
            }
            case PartContent.Tail() -> pieces.addAll(tail(upload, layout, ends));
            case PartContent.Front front -> {}
            case PartContent.Direct direct -> {}
        }
        return pieces;
    }

    private List<PartReceipt> writeTables(FragmentUpload upload, PartPlan.Complete plan, ObjectEnds ends) {
        List<PlannedPart> front = plan.parts().stream()
                .filter(part -> part.content() instanceof PartContent.Front)
                .toList();
        if (front.isEmpty()) {
            return List.of();
        }
        return item.retries().call(() -> {
            PartTableSink sink = new PartTableSink(upload.store(), upload.get(), front);
            ends.writeFront(plan.layout(), sink);
            return sink.finish();
        });
    }

    private ObjectVersion segment(int number) {
        return Optional.ofNullable(segments.get(number))
                .orElseThrow(() -> new InternalException("segment " + number + " has no object", null));
    }

    /** A front that is held in memory, because it is short. */
    private List<Piece> front(FragmentUpload upload, Layout layout, ObjectEnds ends) {
        BufferTableSink sink = new BufferTableSink(PartPlanner.ONE_PART_BYTES);
        ends.writeFront(layout, sink);
        return Composition.tables(
                sink.take(), item, upload, staging, fragments.file().staged("front"));
    }

    private List<Piece> tail(FragmentUpload upload, Layout layout, ObjectEnds ends) {
        Content tail = ends.tail(layout);
        return tail.lengthBytes() == 0
                ? List.of()
                : Composition.tables(
                        tail, item, upload, staging, fragments.file().staged("tail"));
    }

    private static SortedSet<Integer> rangesOf(PartPlan.Complete plan, UploadAudit audit) {
        SortedSet<Integer> ranges = new TreeSet<>();
        for (PlannedPart part : plan.parts()) {
            if (part.content() instanceof PartContent.Direct(int range)
                    && (audit.missing().contains(part.number())
                            || audit.different().contains(part.number()))) {
                ranges.add(range);
            }
        }
        return ranges;
    }
}
