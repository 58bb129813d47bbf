package io.vmloom.loadtest.micro;

import io.vmloom.extent.DiskImage;
import io.vmloom.format.Formats;
import io.vmloom.format.OpenOptions;
import io.vmloom.fragment.FragmentIndex;
import io.vmloom.fragment.FragmentIndexBuilder;
import io.vmloom.fragment.Packing;
import io.vmloom.layout.FragmentPlace;
import io.vmloom.layout.Layout;
import io.vmloom.object.BufferTableSink;
import io.vmloom.store.Content;
import io.vmloom.table.GroupSet;
import io.vmloom.table.Stitch;
import io.vmloom.table.TargetDesign;
import io.vmloom.task.EncoderSpec;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.TargetOffset;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** An image of a used disk as far as its tables go: its fragments are known, and nobody encoded them. */
record SampleImage(SampleTarget target, TargetDesign design, Stitch stitch) {
    private static final int UNITS_PER_RANGE = 256;

    /** The longest run of units with data, and of units without: two thirds of a used disk are allocated. */
    private static final int DATA_RUN = 64;

    private static final int ZERO_RUN = 32;

    static SampleImage of(SampleTarget target) {
        TargetDesign design = target.design();
        SplittableRandom random = new SplittableRandom(1);
        GroupSet groups = new GroupSet(design.groupBytes());
        List<ByteBuffer> indexes = new ArrayList<>();
        List<Long> lengths = new ArrayList<>();
        for (int unit = 0; unit < SampleTarget.UNITS; unit += UNITS_PER_RANGE) {
            Fragment fragment = new Fragment(design.encoder(), unit, groups);
            lengths.add(fragment.fill(random));
            indexes.add(ByteBuffer.wrap(fragment.index.build().encode()));
        }
        long dataBytes = lengths.stream().mapToLong(Long::longValue).sum();
        long frontBytes = Alignment.up(design.frontBytes(groups, dataBytes), design.frontAlignmentBytes());
        return new SampleImage(
                target,
                design,
                new Stitch(
                        layout(frontBytes, lengths),
                        lengths.size(),
                        range -> FragmentIndex.decode(indexes.get(range)),
                        groups));
    }

    /** The image's header and tables, as the coordinator makes them. */
    Content front() {
        BufferTableSink sink = new BufferTableSink(stitch.layout().frontBytes());
        design.writeFront(stitch, sink);
        return sink.take();
    }

    DiskImage open() {
        long sizeBytes = stitch.layout().dataEndBytes() + design.tailBytes();
        return Formats.named(target.format())
                .reader()
                .orElseThrow()
                .open(TablesOnly.of(front(), sizeBytes), OpenOptions.DEFAULT);
    }

    private static Layout layout(long frontBytes, List<Long> lengths) {
        List<FragmentPlace> places = new ArrayList<>();
        long end = frontBytes;
        for (int range = 0; range < lengths.size(); range++) {
            places.add(new FragmentPlace(range, new TargetOffset(end), lengths.get(range)));
            end += lengths.get(range);
        }
        return new Layout(frontBytes, places, end);
    }

    /** One range's units, taken by chance. */
    private static final class Fragment {
        private final EncoderSpec encoder;
        private final int firstUnit;
        private final GroupSet groups;
        private final FragmentIndexBuilder index;
        private long lengthBytes;

        Fragment(EncoderSpec encoder, int firstUnit, GroupSet groups) {
            this.encoder = encoder;
            this.firstUnit = firstUnit;
            this.groups = groups;
            this.index = new FragmentIndexBuilder(packing(encoder), encoder.unitBytes(), firstUnit);
        }

        /** The length of the fragment. */
        long fill(SplittableRandom random) {
            int unit = 0;
            while (unit < UNITS_PER_RANGE) {
                int data = Math.min(1 + random.nextInt(DATA_RUN), UNITS_PER_RANGE - unit);
                for (int i = 0; i < data; i++) {
                    add(random);
                }
                groups.add((long) (firstUnit + unit) * encoder.unitBytes(), (long) data * encoder.unitBytes());
                unit += data;
                int zeros = Math.min(1 + random.nextInt(ZERO_RUN), UNITS_PER_RANGE - unit);
                index.zero(zeros);
                unit += zeros;
            }
            return packing(encoder) == Packing.PACKED ? Alignment.up(lengthBytes, encoder.unitBytes()) : lengthBytes;
        }

        private void add(SplittableRandom random) {
            if (encoder instanceof EncoderSpec.PackedPlain) {
                index.plain();
                lengthBytes += encoder.unitBytes();
            } else {
                int compressedBytes = random.nextInt(encoder.unitBytes() / 32, encoder.unitBytes());
                index.compressed(compressedBytes);
                lengthBytes += FragmentIndex.storedBytes(packing(encoder), compressedBytes);
            }
        }

        private static Packing packing(EncoderSpec encoder) {
            return encoder instanceof EncoderSpec.MarkedStream ? Packing.MARKED : Packing.PACKED;
        }
    }
}
