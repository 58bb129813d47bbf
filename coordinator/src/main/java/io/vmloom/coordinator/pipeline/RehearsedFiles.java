package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.layout.FragmentPlace;
import io.vmloom.layout.Layout;
import io.vmloom.object.BufferTableSink;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.table.Stitch;
import io.vmloom.table.TargetDesign;
import io.vmloom.task.Piece;
import io.vmloom.task.Placement;
import io.vmloom.task.TaskId;
import io.vmloom.task.UnpackTarget;
import io.vmloom.unit.TargetOffset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.LongConsumer;

/** Files that are only remembered: their tables as they would be, and zeros for all data. */
record RehearsedFiles(BiFunction<Location.OnDisk, Content, ObjectVersion> keep) implements LocalFiles {
    private static final int WINDOW = 16;

    @Override
    public TargetSession target(ConversionRequest request, Location.OnDisk place, ConversionPlan plan, FilePlan file) {
        return new Session(file.staged(request.id()), place, file, keep);
    }

    @Override
    public void whole(ConversionRequest request, Location.OnDisk place, Content content) {
        var _ = keep.apply(place, content);
    }

    @Override
    public ComposedTarget composed(
            ConversionRequest request, Location.OnDisk place, List<Piece> pieces, LongConsumer progress) {
        long lengthBytes = pieces.stream().mapToLong(Piece::lengthBytes).sum();
        ObjectVersion kept = keep.apply(place, Content.zeros(lengthBytes));
        return new ComposedTarget() {
            @Override
            public ObjectVersion sealed() {
                return kept;
            }

            @Override
            public void publish() {}

            @Override
            public void close() {}
        };
    }

    @Override
    public void remove(Location.OnDisk file) {
        // Nothing was made.
    }

    @Override
    public UnpackTarget unpacked(String name, Path target, int number) {
        return new UnpackTarget.Local(name);
    }

    @Override
    public void removeUnpacked(String name) {
        // Nothing was made.
    }

    private record Session(
            String name, Location.OnDisk place, FilePlan file, BiFunction<Location.OnDisk, Content, ObjectVersion> keep)
            implements TargetSession {
        @Override
        public Placement placement(TaskId attempt) {
            return new Placement.Local(name);
        }

        @Override
        public int window() {
            return WINDOW;
        }

        @Override
        public SealedTarget seal(FragmentLedger ledger) {
            TargetDesign design = file.design();
            FileFragments fragments = new FileFragments(ledger, file);
            Layout layout = layout(fragments);
            FileLimit.check(design, place.toString(), layout.dataEndBytes());
            Stitch stitch = fragments.stitch(layout, fragments.groups());
            BufferTableSink front = new BufferTableSink(Long.MAX_VALUE);
            design.writeFront(stitch, front);
            BufferTableSink tail = new BufferTableSink(Long.MAX_VALUE);
            design.writeTail(stitch, tail);
            Content data = Content.zeros(layout.dataEndBytes() - layout.frontBytes());
            return SealedTarget.of(keep.apply(place, front.take().then(data).then(tail.take())));
        }

        private Layout layout(FileFragments fragments) {
            long offset = file.frontBoundBytes();
            List<FragmentPlace> places = new ArrayList<>();
            for (int range = 0; range < fragments.ranges(); range++) {
                long lengthBytes = fragments.get(range).fragmentBytes();
                if (lengthBytes > 0) {
                    places.add(new FragmentPlace(range, new TargetOffset(offset), lengthBytes));
                }
                offset += lengthBytes;
            }
            return new Layout(file.frontBoundBytes(), places, offset);
        }

        @Override
        public void withdrawBeforeSealing() {}

        @Override
        public void withdrawBeforePublishing() {}

        @Override
        public void publish() {}

        @Override
        public void retract() {}

        @Override
        public void close() {}
    }
}
