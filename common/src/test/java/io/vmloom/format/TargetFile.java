package io.vmloom.format;

import io.vmloom.fragment.FragmentIndex;
import io.vmloom.fragment.FragmentIndexBuilder;
import io.vmloom.fragment.Packing;
import io.vmloom.layout.Arrangement;
import io.vmloom.layout.FragmentPlace;
import io.vmloom.layout.Layout;
import io.vmloom.table.GroupSet;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import io.vmloom.table.TargetDesign;
import io.vmloom.task.EncoderSpec;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.TargetOffset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Encodes a disk range by range as workers do, and lets a design write front and tail around the fragments. */
public final class TargetFile {
    private record Fragment(byte[] bytes, FragmentIndex index) {}

    private final TargetDesign design;
    private final SparseDisk disk;
    private final List<Fragment> fragments = new ArrayList<>();

    /** Fragments in another order than the guest's, with gaps and a longer front, where the design allows it. */
    public long shuffleSeed;

    public TargetFile(TargetDesign design, SparseDisk disk) {
        this.design = design;
        this.disk = disk;
    }

    /** Cuts the disk into ranges of random lengths, and encodes them. */
    public TargetFile encode(RandomGenerator random, long maxRangeUnits) {
        int unitBytes = design.encoder().unitBytes();
        long units = Math.ceilDiv(disk.sizeBytes(), unitBytes);
        for (long first = 0; first < units; ) {
            long end = Math.min(units, first + random.nextLong(maxRangeUnits) + 1);
            fragments.add(
                    switch (design.encoder()) {
                        case EncoderSpec.PackedPlain plain -> packed(plain, first, end);
                        case EncoderSpec.Identity identity -> identity(first, end, unitBytes);
                        case EncoderSpec other -> throw new AssertionError("encoder is not for this: " + other);
                    });
            first = end;
        }
        return this;
    }

    public Path writeTo(Path file) {
        Layout layout = layout();
        GroupSet groups = new GroupSet(design.groupBytes());
        Stitch stitch =
                new Stitch(layout, fragments.size(), r -> fragments.get(r).index(), groups);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(0);
            ChannelSink sink = new ChannelSink(channel);
            design.writeFront(stitch, sink);
            require(sink.position() == layout.frontBytes(), "front must have " + layout.frontBytes() + " bytes", sink);
            for (FragmentPlace place : layout.places()) {
                sink.zeros(place.offset().bytes() - sink.position());
                sink.write(fragments.get(place.range()).bytes());
            }
            sink.zeros(layout.dataEndBytes() - sink.position());
            long dataEnd = sink.position();
            design.writeTail(stitch, sink);
            require(sink.position() - dataEnd == design.tailBytes(), "tail must have " + design.tailBytes(), sink);
            sink.finish();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Layout layout() {
        List<Integer> order = new ArrayList<>();
        for (int range = 0; range < fragments.size(); range++) {
            if (fragments.get(range).bytes().length > 0) {
                order.add(range);
            }
        }
        Random random = new Random(shuffleSeed);
        boolean free = shuffleSeed != 0 && design.arrangement() == Arrangement.FREE;
        long gapUnit = design.frontAlignmentBytes();
        long front = Alignment.up(design.frontBytes(new GroupSet(design.groupBytes()), 0), gapUnit);
        if (shuffleSeed != 0 && front > 0) {
            front += random.nextInt(5) * gapUnit;
        }
        if (free) {
            Collections.shuffle(order, random);
        }
        List<FragmentPlace> places = new ArrayList<>();
        long end = front;
        for (int range : order) {
            end += free ? random.nextInt(3) * gapUnit : 0;
            int length = fragments.get(range).bytes().length;
            places.add(new FragmentPlace(range, new TargetOffset(end), length));
            end += length;
        }
        return new Layout(front, places, end);
    }

    private Fragment packed(EncoderSpec.PackedPlain spec, long first, long end) {
        var index = new FragmentIndexBuilder(Packing.PACKED, spec.unitBytes(), first);
        var bytes = new ByteArrayOutputStream();
        byte[] lead = new byte[spec.leadBytes()];
        Arrays.fill(lead, (byte) 0xff);
        long next = first;
        while (next < end) {
            long filled = disk.nextFilledUnit(next, end, spec.unitBytes());
            index.zero(filled - next);
            if (filled < end) {
                bytes.writeBytes(lead);
                bytes.writeBytes(disk.read(filled * spec.unitBytes(), spec.unitBytes()));
                index.plain();
            }
            next = filled + 1;
        }
        return new Fragment(bytes.toByteArray(), index.build());
    }

    private Fragment identity(long first, long end, int unitBytes) {
        var index = new FragmentIndexBuilder(Packing.IDENTITY, unitBytes, first);
        index.zero(end - first);
        long start = first * unitBytes;
        int length = Math.toIntExact(Math.min(end * unitBytes, disk.sizeBytes()) - start);
        return new Fragment(disk.read(start, length), index.build());
    }

    private static void require(boolean condition, String rule, TableSink sink) {
        if (!condition) {
            throw new AssertionError(rule + ", got: " + sink.position());
        }
    }

    /** Leaves holes for zeros. */
    private static final class ChannelSink implements TableSink {
        private final FileChannel channel;
        private long position;

        ChannelSink(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            try {
                ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
                while (buffer.hasRemaining()) {
                    position += channel.write(buffer, position);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void zeros(long lengthBytes) {
            if (lengthBytes < 0) {
                throw new AssertionError("zeros must not be negative, got: " + lengthBytes);
            }
            position += lengthBytes;
        }

        @Override
        public long position() {
            return position;
        }

        void finish() throws IOException {
            if (position > channel.size()) {
                channel.write(ByteBuffer.allocate(1), position - 1);
            }
        }
    }
}
